import { expect, it } from 'vitest'
import { countedStorage } from './counted-storage.ts'
import { sampleEvent } from './testing/contract/samples.ts'
import { fakeMetrics } from './testing/fake-metrics.ts'
import { memoryStorage, testClock } from './testing/index.ts'

const sent = sampleEvent({ type: 'message.sent' })
const bounced = sampleEvent({ type: 'message.bounced' })

it('what happened is counted once it is durable', async () => {
  const metrics = fakeMetrics()
  const storage = countedStorage(memoryStorage({ clock: testClock() }), metrics)
  await storage.transaction('acme', async (tx) => {
    await tx.events.append([sent, bounced])
    await tx.events.append([sampleEvent({ type: 'message.bounced' })])
    expect(metrics.values.size).toBe(0)
  })
  expect([...metrics.values]).toEqual([
    ['guichet_events_total{type="message.sent"}', 1],
    ['guichet_events_total{type="message.bounced"}', 2],
  ])
})

it('a transaction that is rolled back counts nothing, one that is run again counts once', async () => {
  const metrics = fakeMetrics()
  const memory = memoryStorage({ clock: testClock() })
  const rolledBack = new Error('rolled back on purpose')
  const storage = countedStorage(
    {
      ...memory,
      // As a database that finds a conflict at the commit.
      async transaction(tenant, work) {
        const conflict = memory.transaction(tenant, async (tx) => {
          await work(tx)
          throw rolledBack
        })
        await conflict.catch((error) => expect(error).toBe(rolledBack))
        return memory.transaction(tenant, work)
      },
    },
    metrics,
  )
  await storage.transaction('acme', (tx) => tx.events.append([sent]))
  const failing = storage.transaction('acme', async (tx) => {
    await tx.events.append([bounced])
    throw new Error('fails')
  })
  await expect(failing).rejects.toThrow()
  expect([...metrics.values]).toEqual([['guichet_events_total{type="message.sent"}', 1]])
})

it('an integration that is held is counted, and one that is released', async () => {
  const metrics = fakeMetrics()
  const storage = countedStorage(memoryStorage({ clock: testClock() }), metrics)
  const changed = (data: Readonly<Record<string, boolean>>) =>
    sampleEvent({ type: 'integration.changed', data })
  await storage.transaction('acme', (tx) =>
    tx.events.append([changed({ sendsHeld: true }), changed({ sendsHeld: false }), changed({})]),
  )
  expect(metrics.values.get('guichet_send_holds_total{change="held"}')).toBe(1)
  expect(metrics.values.get('guichet_send_holds_total{change="released"}')).toBe(1)
})
