import type { AddressMark } from '../model/address-mark.ts'
import type { ArrivalState } from '../model/arrival.ts'
import type { InboxEventType, NewInboxEvent } from '../model/event.ts'
import type { MessageArrival, SentMessage } from '../ports/address-records.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/storage.ts'
import { markEvent } from './mark-event.ts'

/** One word about a message that we sent. */
export interface Reported {
  readonly sent: SentMessage
  readonly arrival: MessageArrival
  /** It speaks of this address: marks are set and cleared by it. */
  readonly isExact: boolean
  /** It was there before we were: kept, but it marks nobody and is not announced. */
  readonly isHistory: boolean
}

/** Whose mailbox says so, or sent it; null where none did. */
interface ArrivalContext {
  readonly clock: Clock
  readonly integrationId: string | null
}

const eventTypes: Readonly<Record<ArrivalState, InboxEventType>> = {
  delayed: 'message.delayed',
  delivered: 'message.delivered',
  read: 'message.read',
  bounced: 'message.bounced',
  complained: 'message.complained',
}

/** Writes what is reported onto the messages it is about, marks addresses, and announces what nobody knew before. */
export async function writeArrivals(
  tx: Transaction,
  ctx: ArrivalContext,
  reported: readonly Reported[],
): Promise<void> {
  if (reported.length === 0) return
  const said = withoutRepetitions(reported)
  const recorded = new Set((await tx.arrivals.record(said.map(({ arrival }) => arrival))).map(keyOf))
  const news = said.filter(({ arrival, isHistory }) => recorded.has(keyOf(arrival)) && !isHistory)
  const exact = news.filter(({ isExact }) => isExact)
  const marks = exact.flatMap(({ arrival }) => markOf(arrival))
  const reached = exact.filter(({ arrival: { state } }) => state === 'delivered' || state === 'read')
  await tx.addresses.unmark(
    reached.map(({ arrival }) => arrival.recipient),
    ['undeliverable'],
  )
  await tx.addresses.mark(marks)
  const events = [
    ...news.map((one) => arrivalEvent(ctx, one)),
    ...marks.map((mark) => markEvent(ctx, mark, false)),
  ]
  if (events.length > 0) await tx.events.append(events)
}

/** A provider may say the same twice in one request: the latest counts. */
function withoutRepetitions(reported: readonly Reported[]): readonly Reported[] {
  const latest = new Map<string, Reported>()
  for (const one of reported) {
    const known = latest.get(keyOf(one.arrival))
    if (known === undefined || known.arrival.at <= one.arrival.at) latest.set(keyOf(one.arrival), one)
  }
  return [...latest.values()]
}

function keyOf({ messageId, recipient, reportId, state }: MessageArrival): string {
  return `${messageId} ${recipient} ${reportId} ${state}`
}

/** A full mailbox or a policy is no dead address: it is marked softly, and a person may try again. */
function markOf({ recipient, state, kind, status, reason, at, messageId }: MessageArrival): AddressMark[] {
  const facts = { address: recipient, since: at, status, reason, messageId }
  if (state === 'complained') return [{ ...facts, mark: 'complained', kind: 'hard' }]
  return state === 'bounced' ? [{ ...facts, mark: 'undeliverable', kind: kind ?? 'soft' }] : []
}

function arrivalEvent(ctx: ArrivalContext, { sent, arrival }: Reported): NewInboxEvent {
  const { state, kind, status, reportId } = arrival
  return {
    id: ctx.clock.newId(),
    type: eventTypes[state],
    at: ctx.clock.now(),
    actor: { kind: 'system' },
    conversationId: sent.conversationId,
    messageId: sent.id,
    integrationId: sent.integrationId,
    data: { kind, status, reportId },
  }
}
