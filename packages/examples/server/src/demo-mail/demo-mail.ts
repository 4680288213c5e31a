import type { Clock } from '@guichet/core'
import { demoCustomers } from './customer-answers.ts'
import { startImapMailbox } from './imap-mailbox.ts'
import { type MailText, mailText } from './mail-text.ts'
import { loadSampleMails } from './sample-mails.ts'
import { startSmtpIntake, type TakenMail } from './smtp-intake.ts'

export interface DemoMailOptions {
  readonly clock: Clock
  /** How long a customer takes to answer; 8 000 unless told, and nobody answers at all with null. */
  readonly answerAfterMs?: number | null
  /** Hears of everything that is sent through it. */
  readonly onSent?: (mail: TakenMail) => void
}

/** A mail server in this process, with the mailbox of a small bakery. Plain connections, no TLS. */
export interface DemoMail {
  readonly address: string
  readonly username: string
  readonly password: string
  readonly host: string
  readonly imapPort: number
  readonly smtpPort: number
  /** What was sent so far, one character per byte. */
  readonly sent: readonly MailText[]
  /** Puts a mail into the inbox; whoever listens hears of it at once. */
  deliver(raw: string | Uint8Array): void
  stop(): Promise<void>
}

const address = 'contact@boulangerie-martin.example'
const password = 'demo'

/** Starts the mail server of the demo with its sample mails, on free ports of 127.0.0.1. */
export async function startDemoMail({
  clock,
  answerAfterMs = 8_000,
  onSent,
}: DemoMailOptions): Promise<DemoMail> {
  const mails = await loadSampleMails(clock.now())
  const customers = demoCustomers(mails)
  const stopped = new AbortController()
  const sent: MailText[] = []
  const login = { username: address, password }
  const uidValidity = Math.floor(clock.now().getTime() / 1000)
  const mailbox = await startImapMailbox({ ...login, mails, uidValidity })

  function deliver(raw: string | Uint8Array): void {
    const text = mailText(raw)
    customers.meet(text)
    mailbox.append('INBOX', text, clock.now())
  }

  async function answerLater(text: MailText, afterMs: number): Promise<void> {
    await clock.sleep(afterMs, stopped.signal)
    if (stopped.signal.aborted) return
    const answer = customers.answerTo(text, clock.now())
    if (answer !== null) mailbox.append('INBOX', answer, clock.now())
  }

  const intake = await startSmtpIntake({
    login,
    onMail: (mail) => {
      const text = mailText(mail.raw)
      onSent?.(mail)
      sent.push(text)
      mailbox.append('Sent', text, clock.now())
      if (answerAfterMs !== null) void answerLater(text, answerAfterMs)
    },
  })
  return {
    ...login,
    address,
    host: '127.0.0.1',
    imapPort: mailbox.port,
    smtpPort: intake.port,
    sent,
    deliver,
    stop: async () => {
      stopped.abort()
      await Promise.all([intake.stop(), mailbox.stop()])
    },
  }
}
