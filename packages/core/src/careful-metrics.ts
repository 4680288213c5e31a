import type { Metrics } from './ports/metrics.ts'

/** Metrics of the host that may fail, at once or later, without anybody else failing: `onError` hears of it. */
export function carefulMetrics(metrics: Metrics, onError: (error: unknown) => void): Metrics {
  const beforeReading = metrics.beforeReading?.bind(metrics)
  function tell(note: () => unknown): void {
    try {
      const noted = note()
      // A function that returns a promise passes for one that returns nothing.
      if (noted instanceof Promise) noted.catch(onError)
    } catch (error) {
      onError(error)
    }
  }
  return {
    count: (...counted) => tell(() => metrics.count(...counted)),
    observe: (...observed) => tell(() => metrics.observe(...observed)),
    gauge: (...measured) => tell(() => metrics.gauge(...measured)),
    ...(beforeReading === undefined ? {} : { beforeReading }),
  }
}
