/** What an inbound message is. Only `person` reaches the default view; nothing is dropped. */
export const verdicts = ['person', 'bulk', 'auto-reply', 'bounce', 'complaint', 'receipt', 'notice'] as const
export type Verdict = (typeof verdicts)[number]

/** A verdict and the header lines or facts that led to it, in words an agent can read. */
export interface Judgement {
  readonly verdict: Verdict
  readonly evidence: readonly string[]
}

/**
 * What became of one recipient: `hard` says that the address is of no use, `soft` that this message failed (mailbox
 * full, policy, a network), `delayed` that the server is still trying.
 */
export type DeliveryFailureKind = 'hard' | 'soft' | 'delayed'

export interface DeliveryFailure {
  readonly address: string
  /** The address the message was sent to, where the report names it and it is another one. */
  readonly originally?: string
  /** RFC 3463, `5.1.1`; null where the report has none. */
  readonly status: string | null
  readonly kind: DeliveryFailureKind
  /** What the reporting server said, shortened; empty where it said nothing. */
  readonly reason: string
}

/** What a delivery report says about a message of ours. Anybody can write one: match it before acting on it. */
export interface DeliveryReport {
  readonly recipients: readonly DeliveryFailure[]
  /** The Message-ID of the message that came back, without angle brackets. */
  readonly originalMailId: string | null
}

/** A recipient whom a message of ours reached, and what became of it there. */
export interface ReportedArrival {
  readonly address: string
  readonly state: 'delivered' | 'read' | 'complained'
  /** RFC 3463; null where the report has none. */
  readonly status: string | null
  readonly reason: string
}

/** A judgement with what it read on the way; only the judgement itself is stored. */
export interface DetailedJudgement extends Judgement {
  /** Present when the message reports a failure or a delay. */
  readonly report?: DeliveryReport
  /** Present when the message reports that a message was delivered, read or complained about. */
  readonly outcomes?: readonly ReportedArrival[]
}
