import type { SentMessage } from '../ports/address-records.ts'
import type { ThreadLink } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import { reportedMailIds } from '../verdicts/reported-mail-ids.ts'
import type { IntakeContext } from './intake-context.ts'
import type { NamedMessage } from './name-senders.ts'
import type { ThreadedMessage } from './thread-messages.ts'

/** A report and the message of ours that it is about. */
export interface MatchedReport {
  readonly message: NamedMessage
  readonly sent: SentMessage
}

export interface MatchedBatch {
  readonly reports: readonly MatchedReport[]
  /** Reports that go into the conversation of the message they are about. */
  readonly attached: readonly ThreadedMessage[]
  readonly links: readonly ThreadLink[]
  /** Everything else: to be threaded like any message. */
  readonly others: readonly NamedMessage[]
}

/**
 * Finds the messages that bounces, delays, complaints and receipts are about, by ids of messages that we really sent:
 * a forged report that names none acts on nothing. Its sender is a machine, so no participant is asked for.
 */
export async function matchReports(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly NamedMessage[],
): Promise<MatchedBatch> {
  const named = messages
    .filter(isReport)
    .map((message) => ({ message, mailIds: reportedMailIds(message.parsed) }))
  const wanted = named.flatMap(({ mailIds }) => mailIds)
  if (wanted.length === 0) return { reports: [], attached: [], links: [], others: messages }

  const found = Map.groupBy(await tx.arrivals.findSent(wanted), ({ mailId }) => mailId)
  const reports = named.flatMap(({ message, mailIds }) => {
    const sent = mailIds.flatMap((mailId) => found.get(mailId) ?? [])
    const best = sent.find(({ integrationId }) => integrationId === ctx.integrationId) ?? sent[0]
    return best === undefined ? [] : [{ message, sent: best }]
  })
  // A conversation never spans two mailboxes: what is reported to another one counts, but stays there.
  const attached = reports.flatMap((report) => attach(ctx, report))
  const ids = new Set(attached.map(({ id }) => id))
  return {
    ...{ reports, attached },
    links: attached.flatMap(({ parsed: { mailId }, threaded: { conversationId } }) =>
      mailId === null ? [] : [{ mailId, conversationId, isOwn: true, isIssued: false }],
    ),
    others: messages.filter(({ id }) => !ids.has(id)),
  }
}

function isReport({ judgement, received }: NamedMessage): boolean {
  const isAbout = judgement.report !== undefined || judgement.outcomes !== undefined
  return isAbout && received.sentByUs !== true
}

function attach(ctx: IntakeContext, { message, sent }: MatchedReport): readonly ThreadedMessage[] {
  const { conversationId, integrationId } = sent
  if (integrationId !== ctx.integrationId || conversationId === null) return []
  const decision = { rule: 'report', evidence: sent.mailId ?? '', possiblyRelated: null } as const
  // Mailboxes count whole seconds: a report stands after the message it is about all the same.
  const after = new Date(Math.max(message.received.receivedAt.getTime(), sent.receivedAt.getTime() + 1))
  const received = { ...message.received, receivedAt: after }
  return [{ ...message, received, threaded: { conversationId, isNew: false, decision } }]
}
