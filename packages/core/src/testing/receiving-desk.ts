import { createInbox } from '../inbox.ts'
import type { EndpointDelivery } from '../model/webhook-endpoint.ts'
import type { Storage } from '../ports/storage.ts'
import type { WebhookAnswer, WebhookPost } from '../ports/webhook-poster.ts'
import { fakeChannel } from './fake-channel.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { memoryStorage } from './memory-storage.ts'
import { type TestClock, testClock } from './test-clock.ts'

/** What a receiver does with a POST. */
export type Receiver = (post: WebhookPost, signal: AbortSignal) => Promise<Partial<WebhookAnswer>>

export const takes: Receiver = async () => ({ status: 204 })
export const answers =
  (status: number, more: Partial<WebhookAnswer> = {}): Receiver =>
  async () => ({ status, ...more })
export const isAway: Receiver = async () => {
  throw new Error('connect ECONNREFUSED')
}

export interface ReceivingDesk {
  readonly clock: TestClock
  readonly inbox: ReturnType<typeof createInbox>
  readonly tenant: ReturnType<ReturnType<typeof createInbox>['tenant']>
  /** Every POST, in order, whatever came of it. */
  readonly posts: WebhookPost[]
  /** By URL; what has none takes everything. */
  readonly receivers: Map<string, Receiver>
  readonly logged: string[]
  /** Makes this many events happen; returns their ids. */
  happen(count: number, tenant?: string): Promise<readonly string[]>
  delivery(eventId: string, endpointId: string): Promise<EndpointDelivery>
  close(): Promise<void>
}

/** An inbox on the virtual clock whose endpoints are receivers of the test. */
export function receivingDesk(wrap: (storage: Storage) => Storage = (storage) => storage): ReceivingDesk {
  const clock = testClock()
  const storage = wrap(memoryStorage({ clock }))
  const posts: WebhookPost[] = []
  const receivers = new Map<string, Receiver>()
  const logged: string[] = []
  const log = (message: string) => void logged.push(message)
  const inbox = createInbox({
    ...{ storage, blobs: memoryBlobs(), clock, channels: [fakeChannel()] },
    encryption: { keys: [{ id: 'test', secret: Buffer.from(clock.randomBytes(32)).toString('base64') }] },
    log: { info: () => undefined, warn: log, error: log },
    webhooks: {
      check: () => undefined,
      secretOf: (bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`,
      async post(post, signal) {
        posts.push(post)
        const answer = await (receivers.get(post.url) ?? takes)(post, signal)
        return { status: 204, retryAfterMs: null, excerpt: '', ...answer }
      },
    },
  })
  const tenant = inbox.tenant('acme')
  let happened = 0
  return {
    ...{ clock, inbox, tenant, posts, receivers, logged },
    async happen(count, name = 'acme') {
      const ids = Array.from({ length: count }, () => clock.newId())
      const at = clock.now()
      const about = { conversationId: null, messageId: null, integrationId: null }
      await storage.transaction(name, (tx) =>
        tx.events.append(
          ids.map((id) => ({
            ...{ id, at, ...about, type: 'message.received', actor: { kind: 'system' } },
            data: { number: happened++ },
          })),
        ),
      )
      return ids
    },
    async delivery(eventId, endpointId) {
      const { items } = await tenant.endpoints.deliveries(endpointId, { limit: 200 })
      const known = items.find((one) => one.eventId === eventId)
      if (known === undefined) throw new Error('there is no such delivery')
      return tenant.endpoints.delivery(known.id)
    },
    async close() {
      const closing = inbox.close()
      await clock.advance(60_000)
      await closing
    },
  }
}
