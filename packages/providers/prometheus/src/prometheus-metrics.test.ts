import { createInbox, metricDefinitions } from '@guichet/core'
import { fakeChannel, memoryBlobs, memoryStorage, parsedMessage, testClock } from '@guichet/core/testing'
import parseExposition from 'parse-prometheus-text-format'
import { Counter, Registry } from 'prom-client'
import { expect, it, onTestFinished } from 'vitest'
import { prometheusMetrics } from './prometheus-metrics.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}

/** What Prometheus would read: for each name its values, with their labels. */
async function read(metrics: ReturnType<typeof prometheusMetrics>) {
  const text = await (await metrics.respond()).text()
  return new Map(parseExposition(text).map((family) => [family.name, family]))
}

it('an inbox counts into it, and what Prometheus reads has the names and labels of the list', async () => {
  const metrics = prometheusMetrics()
  const clock = testClock()
  const channel = fakeChannel()
  const inbox = createInbox({
    ...{ storage: memoryStorage({ clock }), blobs: memoryBlobs(), clock, channels: [channel], metrics },
    encryption: { keys: [key] },
    undoSeconds: 0,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  onTestFinished(() => inbox.close())
  const acme = inbox.tenant('acme')
  channel.put(parsedMessage())
  await acme.integrations.create({
    ...{ type: 'fake', name: 'Support', settings: { address: 'support@acme.example' } },
    secrets: { password: 'secret' },
  })
  inbox.start()
  await clock.advance(1000)
  const [{ id } = { id: '' }] = (await acme.conversations.list()).items
  await acme.conversations.reply(id, { text: 'Elle part demain.' })
  await clock.advance(1000)

  const families = await read(metrics)
  expect(families.get('guichet_events_total')?.metrics).toContainEqual({
    ...{ value: '1', labels: { type: 'message.sent' } },
  })
  expect(families.get('guichet_send_attempts_total')).toMatchObject({
    type: 'COUNTER',
    metrics: [{ value: '1', labels: { channel: 'fake', outcome: 'sent', reason: 'none' } }],
  })
  expect(families.get('guichet_send_duration_seconds')).toMatchObject({
    type: 'HISTOGRAM',
    metrics: [{ buckets: { '0.05': '1', '+Inf': '1' } }],
  })
  expect(families.get('guichet_queue_age_seconds')?.metrics).toContainEqual({
    ...{ value: '0', labels: { queue: 'send' } },
  })
  expect([...families.keys()].toSorted()).toEqual(Object.keys(metricDefinitions).toSorted())
})

it('answers in the format that it names', async () => {
  const response = await prometheusMetrics().respond()
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
})

it('all gauges of one reading come from one measurement, and the next reading measures again', async () => {
  const metrics = prometheusMetrics()
  let measured = 0
  metrics.beforeReading?.(async () => {
    measured += 1
    metrics.gauge('guichet_jobs_dead', {}, measured)
    metrics.gauge('guichet_queue_age_seconds', { queue: 'send' }, measured)
  })
  for (const value of ['1', '2']) {
    const families = await read(metrics)
    expect(families.get('guichet_jobs_dead')?.metrics).toMatchObject([{ value }])
    expect(families.get('guichet_queue_age_seconds')?.metrics).toMatchObject([{ value }])
  }
})

it('what nobody knows at the moment is NaN', async () => {
  const metrics = prometheusMetrics()
  metrics.gauge('guichet_jobs_dead', {}, Number.NaN)
  expect((await read(metrics)).get('guichet_jobs_dead')?.metrics).toMatchObject([
    { value: expect.stringMatching(/^nan$/i) },
  ])
})

it("stands beside the host's own metrics, and is registered once", async () => {
  const registry = new Registry()
  const orders = new Counter({ name: 'orders_total', help: 'Orders', registers: [registry] })
  orders.inc(3)
  const metrics = prometheusMetrics({ registry })
  metrics.count('guichet_syncs_total', { status: 'success' })
  const families = await read(metrics)
  expect(families.get('orders_total')?.metrics).toMatchObject([{ value: '3' }])
  expect(families.get('guichet_syncs_total')?.metrics).toMatchObject([{ value: '1' }])
  expect(() => prometheusMetrics({ registry })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', field: 'registry' }),
  )
})

it('a measurement that failed once is made again at the next reading', async () => {
  const metrics = prometheusMetrics()
  let readings = 0
  metrics.beforeReading?.(async () => {
    readings += 1
    if (readings === 1) throw new Error('the database is away')
  })
  await expect(metrics.respond()).rejects.toThrow('the database is away')
  expect((await metrics.respond()).status).toBe(200)
})
