import { type Address, addressKey } from '../model/address.ts'
import type { Arrival } from '../model/arrival.ts'
import type { DeliveryFailure, DetailedJudgement, ReportedArrival } from '../model/verdict.ts'

/** What a report says of one recipient of a message of ours. */
export interface ReportedOutcome extends Pick<Arrival, 'recipient' | 'state' | 'kind' | 'status' | 'reason'> {
  /**
   * The report names the address we wrote to, not one behind it: only then may the address be marked. Complaints, in
   * which names are blacked out, are about whoever it was sent to.
   */
  readonly isExact: boolean
}

/**
 * Puts what a report says onto the recipients of the message it is about. An address that we did not write to is one
 * that ours forwards to: with one recipient it is clear whose; with several nobody is blamed.
 */
export function reportedOutcomes(
  judgement: DetailedJudgement,
  recipients: readonly Address[],
): readonly ReportedOutcome[] {
  const keys = [...new Set(recipients.map(({ address }) => addressKey(address)))]
  const only = keys.length === 1 ? keys[0] : undefined
  const told = [...failures(judgement), ...(judgement.outcomes ?? []).map(arrived)]
  const outcomes = (told.length === 0 ? unnamed(judgement) : told).flatMap(({ names, ...outcome }) => {
    const exact = names.map(addressKey).find((name) => keys.includes(name))
    const recipient = exact ?? only
    const isExact = exact !== undefined || outcome.state === 'complained'
    return recipient === undefined ? [] : [{ ...outcome, recipient, isExact }]
  })
  return [...new Map(outcomes.toReversed().map((outcome) => [outcome.recipient, outcome])).values()]
}

interface Told extends Pick<Arrival, 'state' | 'kind' | 'status' | 'reason'> {
  readonly names: readonly string[]
}

function failures({ report }: DetailedJudgement): readonly Told[] {
  return (report?.recipients ?? []).map(failed)
}

function failed({ address, originally, kind, status, reason }: DeliveryFailure): Told {
  const names = originally === undefined ? [address] : [originally, address]
  if (kind === 'delayed') return { names, state: 'delayed', kind: null, status, reason }
  return { names, state: 'bounced', kind, status, reason }
}

function arrived({ address, state, status, reason }: ReportedArrival): Told {
  return { names: [address], state, kind: null, status, reason }
}

/** The report says what happened, but not to whom. */
function unnamed({ verdict }: DetailedJudgement): readonly Told[] {
  const facts = { names: [], status: null, reason: '' }
  if (verdict === 'bounce') return [{ ...facts, state: 'bounced', kind: 'soft' }]
  return verdict === 'complaint' ? [{ ...facts, state: 'complained', kind: null }] : []
}
