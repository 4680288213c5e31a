import { addressKey } from '../model/address.ts'
import { cleanText } from '../model/text.ts'
import type { SendOnRecord } from '../ports/address-records.ts'
import type { ThreadLink } from '../ports/records.ts'
import type { Transaction } from '../ports/storage.ts'
import type { SendOutcome } from '../ports/webhook.ts'
import { deliveryEvent } from '../sending/delivery-event.ts'
import type { IntakeContext } from './intake-context.ts'
import { markOptedOut } from './opt-outs.ts'
import { type Reported, writeArrivals } from './write-arrivals.ts'

/** What a provider says of a send, and the stored callback in which it says so. */
type Outcome = SendOutcome & { readonly callbackId: string }

interface Matched {
  readonly outcome: Outcome
  readonly sent: SendOnRecord
}

/**
 * Writes what a provider says became of our sends: arrivals, in whatever order they come and however often, marks, and
 * that a send which nobody could be sure of has left. It speaks only of what its own integration sent; what we do not
 * know, sent by another program on the same number perhaps, is let go.
 */
export async function recordOutcomes(
  tx: Transaction,
  ctx: IntakeContext,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const matched = await match(tx, ctx, outcomes)
  await confirmSends(tx, ctx, matched)
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
  ctx: IntakeContext,
  outcomes: readonly Outcome[],
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

/** No id of ours or of a provider has what Postgres cannot hold: one that has is nobody's. */
function storableId(id: string | null): readonly string[] {
  return id === null || id === '' || id !== cleanText(id, 255) ? [] : [id]
}

/** Whatever a provider says of a message, also that it failed: it was handed over, and is never sent again. */
async function confirmSends(tx: Transaction, ctx: IntakeContext, matched: readonly Matched[]): Promise<void> {
  const confirmed = await tx.outbox.confirm(
    matched.map(({ outcome, sent }) => ({
      messageId: sent.id,
      providerId: storableId(outcome.providerId)[0] ?? null,
    })),
  )
  if (confirmed.length === 0) return
  for (const entry of confirmed) await tx.events.append([await deliveryEvent(tx, ctx, entry)])
  // No receipt told the provider's id, by which customers quote the message.
  const unsettled = new Set(confirmed.map(({ messageId }) => messageId))
  const links = matched.flatMap(({ outcome, sent: { id, conversationId } }): readonly ThreadLink[] =>
    unsettled.has(id) && conversationId !== null
      ? storableId(outcome.providerId).map((mailId) => ({
          ...{ mailId, conversationId, isOwn: true, isIssued: true },
        }))
      : [],
  )
  await tx.threads.record(ctx.integrationId, links, [])
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
function recipientOf({ recipient }: Outcome, { to, cc }: SendOnRecord): string {
  const [only, ...others] = [...to, ...cc]
  return addressKey(only !== undefined && others.length === 0 ? only.address : recipient)
}

function wordsOf({ status, reason }: Outcome): { readonly status: string | null; readonly reason: string } {
  return { status: status === null ? null : cleanText(status, 100), reason: cleanText(reason, 500) }
}
