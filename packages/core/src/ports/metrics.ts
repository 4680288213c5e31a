import type { CounterName, GaugeName, HistogramName, MetricLabels } from '../model/metric.ts'

/**
 * Takes note of numbers for a monitoring system. Nothing is counted before the commit of what it counts, and whatever
 * an implementation throws is logged and goes no further: sending does not depend on it.
 */
export interface Metrics {
  /** Adds to a counter; 1 unless told. */
  count<Name extends CounterName>(name: Name, labels: MetricLabels<Name>, by?: number): void
  /** One value of a histogram. */
  observe<Name extends HistogramName>(name: Name, labels: MetricLabels<Name>, value: number): void
  /** The value of a gauge from now on; NaN: nobody knows at the moment. */
  gauge<Name extends GaugeName>(name: Name, labels: MetricLabels<Name>, value: number): void
  /**
   * Gives what sets those gauges that have to be asked for; it is to be called, and waited for, whenever they are read.
   * It never rejects.
   */
  beforeReading?(measure: () => Promise<void>): void
}
