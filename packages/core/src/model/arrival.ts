/**
 * What became of a message at one recipient, as servers and mail clients report it later; weakest first: a stronger
 * word replaces a weaker one, whichever arrives first.
 */
export const arrivalStates = ['delayed', 'delivered', 'read', 'bounced', 'complained'] as const
export type ArrivalState = (typeof arrivalStates)[number]

/** One recipient of an outbound message and the latest word about it. */
export interface Arrival {
  /** The address as we wrote to it, under its address key. */
  readonly recipient: string
  readonly state: ArrivalState
  /** Of a bounce: `hard` says that the address is of no use, `soft` that this message failed. */
  readonly kind: 'hard' | 'soft' | null
  /** RFC 3463, `5.1.1`; null where the report has none. */
  readonly status: string | null
  /** What the reporting server said, shortened. */
  readonly reason: string
  readonly at: Date
  /** The message that reported it, or the callback of a provider. */
  readonly reportId: string
}

/** Whether a report about a recipient counts more than what is known: a stronger word, or the same one later. */
export function supersedes(arrival: Arrival, known: Arrival | undefined): boolean {
  if (known === undefined) return true
  const [rank, knownRank] = [arrival, known].map(({ state }) => arrivalStates.indexOf(state))
  if (rank === undefined || knownRank === undefined || rank === knownRank) return arrival.at > known.at
  return rank > knownRank
}
