import type { Metrics } from '../ports/metrics.ts'

/** Metrics that remember, as monitoring systems write them: `guichet_jobs{queue="send",state="due"}`. */
export interface FakeMetrics extends Metrics {
  /** Counters and gauges by name and labels; of a histogram, how many values it has. */
  readonly values: ReadonlyMap<string, number>
  /** Measures what is to be measured before reading. */
  read(): Promise<ReadonlyMap<string, number>>
}

export function fakeMetrics(): FakeMetrics {
  const values = new Map<string, number>()
  const measures: (() => Promise<void>)[] = []
  const add = (name: string, labels: object, by: number) => {
    const key = keyOf(name, labels)
    values.set(key, (values.get(key) ?? 0) + by)
  }
  return {
    values,
    count: (name, labels, by = 1) => add(name, labels, by),
    observe: (name, labels) => add(name, labels, 1),
    gauge: (name, labels, value) => void values.set(keyOf(name, labels), value),
    beforeReading: (measure) => void measures.push(measure),
    async read() {
      for (const measure of measures) await measure()
      return values
    },
  }
}

function keyOf(name: string, labels: object): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  return written.length === 0 ? name : `${name}{${written.join(',')}}`
}
