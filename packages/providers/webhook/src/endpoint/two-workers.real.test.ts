import { createInbox, type Inbox, systemClock } from '@guichet/core'
import { memoryBlobs } from '@guichet/core/testing'
import { postgres } from '@guichet/postgres'
import { postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Receiver, startReceiver } from '../testing/receiver.ts'
import { webhookPoster } from './webhook-poster.ts'

const eventCount = 400

describe.skipIf(skipUnless(postgresMissing()))('two workers on a real Postgres', () => {
  let connectionString: string
  let stop: () => Promise<void>
  const inboxes: Inbox[] = []
  const receivers: Receiver[] = []
  const clock = systemClock()
  const key = { id: 'test', secret: Buffer.from(clock.randomBytes(32)).toString('base64') }

  const open = () => {
    const storage = postgres({ connectionString, allowUnsafeDurability: true })
    const inbox = createInbox({
      ...{ storage, blobs: memoryBlobs(), channels: [], encryption: { keys: [key] } },
      webhooks: webhookPoster({ privateHosts: 'allowed' }),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    })
    inboxes.push(inbox)
    return { inbox, storage }
  }

  beforeAll(async () => {
    const server = await startPostgres()
    connectionString = await server.createDatabase()
    stop = server.stop
  })
  afterAll(async () => {
    await Promise.all([...inboxes, ...receivers].map((one) => one.close()))
    await stop?.()
  })

  it('deliver every event to every endpoint, through an outage, while another host is dead', async () => {
    const { inbox, storage } = open()
    await inbox.migrate()
    const acme = inbox.tenant('acme')
    const secrets = new Map<number, string>()
    for (const index of [0, 1]) {
      const receiver = await startReceiver(() => secrets.get(index) ?? '')
      receivers.push(receiver)
      secrets.set(index, (await acme.endpoints.create({ url: receiver.url })).secret)
    }
    // Nobody listens at this port.
    const dead = await acme.endpoints.create({ url: 'http://127.0.0.1:9/' })
    const [steady, shaky] = receivers
    if (steady === undefined || shaky === undefined) throw new Error('there are two')
    shaky.answer = 'hangUp'
    inbox.start()
    open().inbox.start()

    const ids: string[] = []
    for (let batch = 0; batch < eventCount / 50; batch += 1) {
      const events = Array.from({ length: 50 }, (_, number) => ({
        ...{ id: clock.newId(), type: 'message.received' as const, at: clock.now(), data: { number } },
        ...{ actor: { kind: 'system' as const }, conversationId: null, messageId: null, integrationId: null },
      }))
      ids.push(...events.map(({ id }) => id))
      await storage.transaction('acme', (tx) => tx.events.append(events))
    }
    const seenBy = (receiver: Receiver) => new Set(receiver.received.map(({ id }) => id))
    await vi.waitFor(() => expect(seenBy(steady).size).toBe(eventCount), { timeout: 60_000, interval: 50 })
    expect(steady.received).toHaveLength(eventCount)
    shaky.answer = { status: 200 }
    await vi.waitFor(() => expect(seenBy(shaky).size).toBe(eventCount), { timeout: 90_000, interval: 50 })
    expect([seenBy(steady), seenBy(shaky)]).toEqual([new Set(ids), new Set(ids)])
    expect([steady.refused, shaky.refused]).toEqual([0, 0])
    const { items } = await acme.endpoints.deliveries(dead.id, { state: 'failed' })
    expect(items.length).toBeGreaterThan(0)
    const [first] = items
    const { log } = await acme.endpoints.delivery(first?.id ?? '')
    expect(log[0]).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') })
  }, 180_000)
})
