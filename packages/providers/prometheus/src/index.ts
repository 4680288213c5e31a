export { type PrometheusMetrics, type PrometheusOptions, prometheusMetrics } from './prometheus-metrics.ts'
