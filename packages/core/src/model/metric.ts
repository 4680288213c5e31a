export interface MetricDefinition {
  readonly kind: 'counter' | 'histogram' | 'gauge'
  /** What it says, in one sentence: monitoring systems show it. */
  readonly help: string
  /** Each has few values, known beforehand: never an address, an id or a tenant. */
  readonly labels: readonly string[]
  /** Of a histogram: the upper bounds. */
  readonly buckets?: readonly number[]
}

/**
 * Everything that is measured, under the names that monitoring systems use. The list is closed, so that a dashboard can
 * be checked against it.
 *
 * `channel` is a channel type or the name of a sender; `reason` an error code, or `none`.
 */
export const metricDefinitions = {
  guichet_events_total: {
    kind: 'counter',
    help: 'What happened, by the type of the event: messages received, sent, failed, bounced, complained about, and so on',
    labels: ['type'],
  },
  guichet_send_attempts_total: {
    kind: 'counter',
    help: 'Attempts to hand over a message, by how they ended: sent, retry, failed, unknown',
    labels: ['channel', 'outcome', 'reason'],
  },
  guichet_send_duration_seconds: {
    kind: 'histogram',
    help: 'How long handing over a message took',
    labels: ['channel', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
  },
  guichet_sends_limited_total: {
    kind: 'counter',
    help: 'How often a message had to wait because of a limit, by what the limit counts: integration, mails, tenant',
    labels: ['scope'],
  },
  guichet_recipients_suppressed_total: {
    kind: 'counter',
    help: 'Recipients of mail of the application who were left out because of a mark on their address',
    labels: [],
  },
  guichet_send_holds_total: {
    kind: 'counter',
    help: 'Integrations whose sending was held because their login was refused, and released again',
    labels: ['change'],
  },
  guichet_sender_resting: {
    kind: 'gauge',
    help: '1 while a fallback leaves this sender alone, 0 when it works',
    labels: ['sender'],
  },
  guichet_syncs_total: {
    kind: 'counter',
    help: 'Looks at a source of messages, by how they went: success, partial, error',
    labels: ['status'],
  },
  guichet_jobs: {
    kind: 'gauge',
    help: 'Jobs that wait, by queue: due now, or later (planned, or resting after an attempt)',
    labels: ['queue', 'state'],
  },
  guichet_queue_age_seconds: {
    kind: 'gauge',
    help: 'How long the oldest job has been due that nobody has begun; 0 when there is none',
    labels: ['queue'],
  },
  guichet_jobs_dead: {
    kind: 'gauge',
    help: 'Jobs that failed too often and wait for an operator',
    labels: [],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>

export type MetricName = keyof typeof metricDefinitions

type NameOf<Kind> = {
  [Name in MetricName]: (typeof metricDefinitions)[Name]['kind'] extends Kind ? Name : never
}[MetricName]
export type CounterName = NameOf<'counter'>
export type HistogramName = NameOf<'histogram'>
export type GaugeName = NameOf<'gauge'>

/** A value for each of its labels. */
export type MetricLabels<Name extends MetricName> = Readonly<
  Record<(typeof metricDefinitions)[Name]['labels'][number], string>
>
