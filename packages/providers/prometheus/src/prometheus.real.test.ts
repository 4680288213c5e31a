import { createServer } from 'node:http'
import { metricDefinitions } from '@guichet/core'
import {
  lintExposition,
  type PrometheusServer,
  prometheusMissing,
  skipUnless,
  startPrometheus,
} from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PrometheusMetrics, prometheusMetrics } from './prometheus-metrics.ts'
import { queriesOf, readDashboard } from './testing/dashboard.ts'

const stops: (() => Promise<void>)[] = []

/** A host that answers GET /metrics, and counts something whenever it is asked. */
async function host(metrics: PrometheusMetrics, count: () => void): Promise<number> {
  const server = createServer(async (_request, answer) => {
    count()
    const response = await metrics.respond()
    answer.setHeader('content-type', response.headers.get('content-type') ?? '')
    answer.end(await response.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A little of everything. */
function countAll(metrics: PrometheusMetrics): void {
  const events = [
    'received',
    'queued',
    'sent',
    'failed',
    'uncertain',
    'delivered',
    'bounced',
    'complained',
  ] as const
  for (const event of events) metrics.count('guichet_events_total', { type: `message.${event}` })
  for (const [outcome, reason] of [
    ['sent', 'none'],
    ['retry', 'throttled'],
  ] as const) {
    metrics.count('guichet_send_attempts_total', { channel: 'imap', outcome, reason })
    metrics.observe('guichet_send_duration_seconds', { channel: 'imap', outcome }, 0.3)
  }
  metrics.count('guichet_sends_limited_total', { scope: 'tenant' })
  metrics.count('guichet_recipients_suppressed_total', {})
  metrics.count('guichet_send_holds_total', { change: 'held' })
  metrics.count('guichet_syncs_total', { status: 'success' })
  metrics.gauge('guichet_sender_resting', { sender: 'ses' }, 1)
  metrics.gauge('guichet_jobs', { queue: 'send', state: 'due' }, 2)
  metrics.gauge('guichet_queue_age_seconds', { queue: 'send' }, 90)
  metrics.gauge('guichet_jobs_dead', {}, 0)
}

describe.skipIf(skipUnless(prometheusMissing()))('a real Prometheus', () => {
  const metrics = prometheusMetrics()
  let prometheus: PrometheusServer

  beforeAll(async () => {
    const port = await host(metrics, () => countAll(metrics))
    prometheus = await startPrometheus(port)
    stops.push(prometheus.stop)
    // Rates need two readings.
    await prometheus.eventually('count_over_time(guichet_jobs_dead[1m]) > 3')
  })
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop()
  })

  it('finds nothing wrong with the names', async () => {
    expect(lintExposition(await (await metrics.respond()).text())).toBe('')
  })

  it('has read every metric', async () => {
    for (const name of Object.keys(metricDefinitions)) {
      const series = `{__name__=~"${name}(_bucket)?"}`
      expect(await prometheus.query(series), name).not.toEqual([])
    }
    expect(await prometheus.query('max(guichet_queue_age_seconds{queue="send"})')).toEqual([90])
  })

  it.each(queriesOf(readDashboard()))('answers what the dashboard asks: %s', async (query) => {
    expect(await prometheus.query(query)).not.toEqual([])
  })

  it('takes a number that nobody knows', async () => {
    metrics.gauge('guichet_jobs', { queue: 'file', state: 'due' }, Number.NaN)
    expect(await prometheus.eventually('guichet_jobs{queue="file"}')).toEqual([Number.NaN])
  })
})
