import type { Clock } from '@guichet/core'

/** A mail that was sent and went nowhere else. */
export interface CapturedMail {
  readonly id: string
  readonly at: Date
  /** Whom the server was told of (the envelope): also who stands in Bcc. */
  readonly recipients: readonly string[]
  readonly raw: Uint8Array
}

export interface CapturedMails {
  keep(mail: Pick<CapturedMail, 'recipients' | 'raw'>): void
  /** Latest first. */
  list(): readonly CapturedMail[]
  get(id: string): CapturedMail | null
  /** Resolves with the next mail that is kept; null when none is in time. */
  next(patienceMs: number): Promise<CapturedMail | null>
}

/** The older ones are forgotten. */
const most = 200

/** What was captured in this run, in memory. */
export function capturedMails(clock: Clock): CapturedMails {
  const waiting = new Set<(mail: CapturedMail) => void>()
  let mails: readonly CapturedMail[] = []
  let count = 0
  return {
    keep({ recipients, raw }) {
      count += 1
      const mail = { id: String(count), at: clock.now(), recipients, raw }
      mails = [mail, ...mails].slice(0, most)
      for (const tell of waiting) tell(mail)
    },
    list: () => mails,
    get: (id) => mails.find((mail) => mail.id === id) ?? null,
    async next(patienceMs) {
      const arrived = new AbortController()
      let next: CapturedMail | null = null
      const tell = (mail: CapturedMail) => {
        next ??= mail
        arrived.abort()
      }
      waiting.add(tell)
      await clock.sleep(patienceMs, arrived.signal)
      waiting.delete(tell)
      return next
    },
  }
}
