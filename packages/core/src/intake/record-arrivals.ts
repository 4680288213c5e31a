import type { AddressMark } from '../model/address-mark.ts'
import type { ArrivalState } from '../model/arrival.ts'
import type { InboxEventType, NewInboxEvent } from '../model/event.ts'
import type { MessageArrival } from '../ports/address-records.ts'
import type { Transaction } from '../ports/storage.ts'
import { reportedOutcomes } from '../verdicts/reported-outcomes.ts'
import type { IntakeContext } from './intake-context.ts'
import type { MatchedReport } from './match-reports.ts'

interface Reported {
  readonly report: MatchedReport
  readonly arrival: MessageArrival
  readonly isExact: boolean
}

const eventTypes: Readonly<Record<ArrivalState, InboxEventType>> = {
  delayed: 'message.delayed',
  delivered: 'message.delivered',
  read: 'message.read',
  bounced: 'message.bounced',
  complained: 'message.complained',
}

/**
 * Writes what reports say onto the messages they are about, and marks the addresses. What was in the mailbox before we
 * were is kept with its message but marks nobody and is not announced: the address may have been mended since.
 */
export async function recordArrivals(
  tx: Transaction,
  ctx: IntakeContext,
  reports: readonly MatchedReport[],
): Promise<void> {
  if (reports.length === 0) return
  const reported = reports.flatMap(arrivalsOf)
  const recorded = new Set(
    (await tx.arrivals.record(reported.map(({ arrival }) => arrival))).map(
      ({ messageId, recipient, reportId }) => `${messageId} ${recipient} ${reportId}`,
    ),
  )
  const news = reported.filter(
    ({ arrival: { messageId, recipient, reportId }, report }) =>
      recorded.has(`${messageId} ${recipient} ${reportId}`) && !report.message.received.isHistory,
  )
  const exact = news.filter(({ isExact }) => isExact)
  const marks = exact.flatMap(({ arrival }) => markOf(arrival))
  const reached = exact.filter(({ arrival: { state } }) => state === 'delivered' || state === 'read')
  await tx.addresses.unmark(
    reached.map(({ arrival }) => arrival.recipient),
    ['undeliverable'],
  )
  await tx.addresses.mark(marks)
  const events = [
    ...news.map(({ report, arrival }) => arrivalEvent(ctx, report, arrival)),
    ...marks.map((mark) => markEvent(ctx, mark)),
  ]
  if (events.length > 0) await tx.events.append(events)
}

function arrivalsOf(report: MatchedReport): readonly Reported[] {
  const { message, sent } = report
  const outcomes = reportedOutcomes(message.judgement, [...sent.to, ...sent.cc])
  return outcomes.map(({ isExact, ...outcome }) => ({
    ...{ report, isExact },
    arrival: { ...outcome, messageId: sent.id, reportId: message.id, at: message.received.receivedAt },
  }))
}

/** A full mailbox or a policy is no dead address: it is marked softly, and a person may try again. */
function markOf({ recipient, state, kind, status, reason, at, messageId }: MessageArrival): AddressMark[] {
  const facts = { address: recipient, since: at, status, reason, messageId }
  if (state === 'complained') return [{ ...facts, mark: 'complained', kind: 'hard' }]
  return state === 'bounced' ? [{ ...facts, mark: 'undeliverable', kind: kind ?? 'soft' }] : []
}

function arrivalEvent(ctx: IntakeContext, { sent }: MatchedReport, arrival: MessageArrival): NewInboxEvent {
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

function markEvent(ctx: IntakeContext, { mark, kind, messageId }: AddressMark): NewInboxEvent {
  return {
    id: ctx.clock.newId(),
    type: 'address.changed',
    at: ctx.clock.now(),
    actor: { kind: 'system' },
    conversationId: null,
    messageId,
    integrationId: ctx.integrationId,
    data: { mark, kind, cleared: false },
  }
}
