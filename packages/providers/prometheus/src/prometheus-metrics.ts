import { GuichetError, type MetricDefinition, type Metrics, metricDefinitions } from '@guichet/core'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface PrometheusOptions {
  /** Where the metrics are registered, beside those of the host; a registry of their own unless told. */
  readonly registry?: Registry
}

export interface PrometheusMetrics extends Metrics {
  readonly registry: Registry
  /** What Prometheus reads, to be answered at an address that the public does not reach: `GET /metrics`. */
  respond(): Promise<Response>
}

/**
 * Counts with prom-client, under the names and labels of `metricDefinitions`. Throws `invalid-configuration` for a
 * registry in which one of the names is taken: inboxes of one process share what this returns.
 */
export function prometheusMetrics({ registry = new Registry() }: PrometheusOptions = {}): PrometheusMetrics {
  const measuring = sharedMeasurement()
  const counters = new Map<string, Counter>()
  const histograms = new Map<string, Histogram>()
  const gauges = new Map<string, Gauge>()
  for (const [name, definition] of definitionsFor(registry)) {
    const { kind, help, labels, buckets = [] } = definition
    const configuration = { name, help, labelNames: [...labels], registers: [registry] }
    if (kind === 'counter') counters.set(name, new Counter(configuration))
    else if (kind === 'histogram')
      histograms.set(name, new Histogram({ ...configuration, buckets: [...buckets] }))
    else gauges.set(name, new Gauge({ ...configuration, collect: measuring.measure }))
  }
  return {
    registry,
    count: (name, labels, by = 1) => counters.get(name)?.inc({ ...labels }, by),
    observe: (name, labels, value) => histograms.get(name)?.observe({ ...labels }, value),
    gauge: (name, labels, value) => gauges.get(name)?.set({ ...labels }, value),
    beforeReading: measuring.add,
    async respond() {
      const text = await registry.metrics()
      return new Response(text, { headers: { 'content-type': registry.contentType } })
    },
  }
}

/** The names are the same in every process, so that one in a registry already is ours or a mistake. */
function definitionsFor(registry: Registry): readonly (readonly [string, MetricDefinition])[] {
  const definitions = Object.entries<MetricDefinition>(metricDefinitions)
  const taken = definitions.find(([name]) => registry.getSingleMetric(name) !== undefined)
  if (taken === undefined) return definitions
  const sentence = `registry: it has a metric ${taken[0]} already; share what prometheusMetrics() returned`
  throw new GuichetError('invalid-configuration', sentence, { field: 'registry' })
}

/** Each gauge asks for its measurement when it is read, all of them at once: one is enough for all. */
function sharedMeasurement(): { measure(): Promise<void>; add(measure: () => Promise<void>): void } {
  const measures: (() => Promise<void>)[] = []
  let running: Promise<void> | null = null
  async function all(): Promise<void> {
    try {
      await Promise.all(measures.map((measure) => measure()))
    } finally {
      running = null
    }
  }
  return {
    add: (measure) => void measures.push(measure),
    measure() {
      running ??= all()
      return running
    },
  }
}
