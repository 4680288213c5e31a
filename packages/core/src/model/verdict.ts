/** What an inbound message is. Only `person` reaches the default view; nothing is dropped. */
export const verdicts = ['person', 'bulk', 'auto-reply', 'bounce', 'complaint', 'receipt', 'notice'] as const
export type Verdict = (typeof verdicts)[number]

/** A verdict and the header lines or facts that led to it, in words an agent can read. */
export interface Judgement {
  readonly verdict: Verdict
  readonly evidence: readonly string[]
}
