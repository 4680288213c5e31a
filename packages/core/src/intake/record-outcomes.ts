import { addressKey } from '../model/address.ts'
import { cleanText } from '../model/text.ts'
import type { SendOnRecord } from '../ports/address-records.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { ConfirmedSend } from '../ports/outbox-records.ts'
import type { Transaction } from '../ports/storage.ts'
import type { SendOutcome } from '../ports/webhook.ts'
import { confirmSends } from '../sending/outcome/confirm-sends.ts'
import { markOptedOut } from './opt-outs.ts'
import { type Reported, writeArrivals } from './write-arrivals.ts'

/** What a provider says of a send. */
export interface ReportedOutcome extends SendOutcome {
  /** The stored callback in which it says so, or the sender of the host whose provider it is. */
  readonly callbackId: string
  /** The Message-ID under which it really left, where the provider says it. */
  readonly mailId?: string
}

/** Whose provider speaks; null: one of the host's own, which may have sent anything of the tenant. */
interface OutcomeContext {
  readonly clock: Clock
  readonly log: Log
  readonly integrationId: string | null
}

interface Matched {
  readonly outcome: ReportedOutcome
  readonly sent: SendOnRecord
}

/**
 * Writes what a provider says became of our sends: arrivals, in whatever order they come and however often, marks, and
 * that a send which nobody could be sure of has left. It speaks only of what its own integration sent; what we do not
 * know, sent by another program on the same number perhaps, is let go.
 */
export async function recordOutcomes(
  tx: Transaction,
  ctx: OutcomeContext,
  outcomes: readonly ReportedOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const matched = await match(tx, ctx, outcomes)
  // Whatever a provider says of a message, also that it failed: it was handed over, and is never sent again.
  const confirmed = await confirmSends(tx, ctx, matched.map(confirmationOf))
  await learnMailIds(tx, matched, new Set(confirmed.map(({ messageId }) => messageId)))
  await writeArrivals(tx, ctx, matched.flatMap(reportedOf))
  const optOuts = matched.filter(({ outcome }) => outcome.optedOut === true)
  await markOptedOut(
    tx,
    ctx,
    optOuts.map(({ outcome, sent }) => ({
      ...{ address: recipientOf(outcome, sent), since: outcome.at, messageId: sent.id },
      ...wordsOf(outcome),
    })),
  )
}

async function match(
  tx: Transaction,
  ctx: OutcomeContext,
  outcomes: readonly ReportedOutcome[],
): Promise<readonly Matched[]> {
  const sends = await tx.arrivals.findSends(ctx.integrationId, {
    messageIds: outcomes.flatMap(({ messageId }) => storableId(messageId)),
    providerIds: outcomes.flatMap(({ providerId }) => storableId(providerId)),
  })
  const byId = new Map(sends.map((sent) => [sent.id, sent]))
  const byProvider = new Map(sends.map((sent) => [sent.providerId, sent]))
  return outcomes.flatMap((outcome) => {
    const { messageId, providerId } = outcome
    const sent = byId.get(messageId ?? '') ?? (providerId === null ? undefined : byProvider.get(providerId))
    if (sent !== undefined) return [{ outcome, sent }]
    ctx.log.info('an outcome is about a message that was not sent here', { callbackId: outcome.callbackId })
    return []
  })
}

function confirmationOf({ outcome, sent }: Matched): ConfirmedSend {
  return { messageId: sent.id, providerId: storableId(outcome.providerId)[0] ?? null }
}

/** No id of ours or of a provider has what Postgres cannot hold: one that has is nobody's. */
function storableId(id: string | null): readonly string[] {
  return id === null || id === '' || id !== cleanText(id, 255) ? [] : [id]
}

/**
 * The ids by which customers quote the message: the one under which its provider sent it and, where no receipt told
 * that, the provider's own.
 */
async function learnMailIds(
  tx: Transaction,
  matched: readonly Matched[],
  unsettled: ReadonlySet<string>,
): Promise<void> {
  for (const { outcome, sent } of matched) {
    const { id, integrationId, conversationId, mailId: known } = sent
    if (integrationId === null || conversationId === null) continue
    const ids = [outcome.mailId ?? null, unsettled.has(id) ? outcome.providerId : null]
      .flatMap(storableId)
      .filter((mailId) => mailId !== known)
    const links = ids.map((mailId) => ({ mailId, conversationId, isOwn: true, isIssued: true }))
    if (links.length > 0) await tx.threads.record(integrationId, links, [])
  }
}

/** That it was accepted is no word about its recipient. Only a hard failure is one about his address. */
function reportedOf({ outcome, sent }: Matched): readonly Reported[] {
  const { state, kind, at, callbackId } = outcome
  if (state === 'accepted') return []
  const recipient = recipientOf(outcome, sent)
  const arrival = {
    recipient,
    state,
    kind,
    at,
    reportId: callbackId,
    messageId: sent.id,
    ...wordsOf(outcome),
  }
  return [{ sent, arrival, isExact: state !== 'bounced' || kind === 'hard', isHistory: false }]
}

/** As we wrote to him: the provider may write his number another way. Of several recipients it names the one. */
function recipientOf({ recipient }: ReportedOutcome, { to, cc }: SendOnRecord): string {
  const [only, ...others] = [...to, ...cc]
  return addressKey(only !== undefined && others.length === 0 ? only.address : recipient)
}

function wordsOf({ status, reason }: ReportedOutcome): {
  readonly status: string | null
  readonly reason: string
} {
  return { status: status === null ? null : cleanText(status, 100), reason: cleanText(reason, 500) }
}
