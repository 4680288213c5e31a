import type { Delivery, TenantInbox } from '@guichet/core'

/** A message that a call of the API promised to send. */
export interface Promised {
  readonly id: string
  readonly mailId: string
  /** Whom the server heard named first. */
  readonly recipient: string
}

/** What the other side, and the test itself, know about the messages. */
export interface Evidence {
  /** How often the server took each, by Message-ID. */
  readonly taken: ReadonlyMap<string, number>
  /** First recipients of messages that the server asked for. */
  readonly asked: ReadonlySet<string>
  /** Ids of messages that a worker was sending when it was killed. */
  readonly interrupted: ReadonlySet<string>
  /** Message-IDs of which a copy was seen among the sent mail. */
  readonly copied: ReadonlySet<string>
}

export interface ChaosVerdict {
  readonly runs: number
  /** Sent, says the inbox, and the server has nothing; or no end at all. */
  readonly lost: number
  /** Taken more than once; or failed, says the inbox, while the server has it: somebody would send it again. */
  readonly doubled: number
  /** Nobody can know. */
  readonly unknown: number
  /** Of these, the server has so many. */
  readonly unknownTaken: number
  /** A sentence for each message about which the inbox says something else than it may. */
  readonly wrong: readonly string[]
}

type Fate = 'right' | 'lost' | 'doubled' | 'groundless'

export async function judgeRuns(
  inbox: TenantInbox,
  promised: readonly Promised[],
  evidence: Evidence,
): Promise<ChaosVerdict> {
  const counts = { right: 0, lost: 0, doubled: 0, groundless: 0 }
  const wrong: string[] = []
  let unknown = 0
  let unknownTaken = 0
  for (const message of promised) {
    const { delivery } = await inbox.messages.get(message.id)
    const fate = fateOf(message, delivery, evidence)
    const taken = evidence.taken.get(message.mailId) ?? 0
    counts[fate] += 1
    if (delivery?.state === 'unknown') unknown += 1
    if (delivery?.state === 'unknown' && taken > 0) unknownTaken += 1
    if (fate !== 'right') {
      wrong.push(
        `${message.recipient} is ${delivery?.state} (${delivery?.error}), taken ${taken} times: ${fate}`,
      )
    }
  }
  return { runs: promised.length, lost: counts.lost, doubled: counts.doubled, unknown, unknownTaken, wrong }
}

function fateOf(message: Promised, delivery: Delivery | null, evidence: Evidence): Fate {
  const taken = evidence.taken.get(message.mailId) ?? 0
  if (taken > 1) return 'doubled'
  if (delivery?.state === 'sent') return taken === 1 ? 'right' : 'lost'
  // Where it failed, or was left open, a sentence says so.
  if (delivery?.error === null || delivery?.error === '') return 'lost'
  if (delivery?.state === 'failed') return taken === 0 ? 'right' : 'doubled'
  if (delivery?.state !== 'unknown') return 'lost'
  const mayBeTaken = evidence.asked.has(message.recipient) || evidence.interrupted.has(message.id)
  return mayBeTaken && !evidence.copied.has(message.mailId) ? 'right' : 'groundless'
}
