import { createInbox } from '../inbox.ts'
import type { Inbox, IntegrationView, TenantInbox } from '../inbox-api.ts'
import type { ChannelType } from '../ports/channel.ts'
import type { LogFields } from '../ports/log.ts'
import type { Storage } from '../ports/storage.ts'
import type { WebhookRequest } from '../ports/webhook.ts'
import { type FakeCallback, type FakeRequestFacts, type FakeTexting, fakeTexting } from './fake-texting.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { memoryStorage } from './memory-storage.ts'
import { type TestClock, testClock } from './test-clock.ts'

/** An inbox that is called by a fake provider, everything behind it in memory, for tests of the whole path. */
export interface CalledDesk {
  readonly inbox: Inbox
  readonly acme: TenantInbox
  readonly clock: TestClock
  readonly storage: Storage
  readonly channel: FakeTexting
  readonly warnings: readonly { readonly message: string; readonly fields: LogFields }[]
  /** Connects a number; its password is `secret` unless told. */
  connect(tenant: TenantInbox, address: string, password?: string): Promise<IntegrationView>
  /** A request of the provider, at the time of the clock. */
  request(content: FakeCallback, facts?: FakeRequestFacts): WebhookRequest
  /** Lets the worker do what it can do by now. */
  pass(ms?: number): Promise<void>
}

export interface CalledDeskParts {
  readonly channel?: FakeTexting
  /** Around the fake channel. */
  readonly channelType?: (fake: FakeTexting) => ChannelType
  readonly storage?: (clock: TestClock) => Storage
}

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')

export function openCalledDesk(parts: CalledDeskParts = {}): CalledDesk {
  const clock = testClock()
  const storage = parts.storage?.(clock) ?? memoryStorage({ clock })
  const channel = parts.channel ?? fakeTexting({ sharedAddress: 'sms' })
  const warnings: { message: string; fields: LogFields }[] = []
  const note = (message: string, fields: LogFields = {}) => void warnings.push({ message, fields })
  const inbox = createInbox({
    ...{ storage, blobs: memoryBlobs(), clock, log: { info: () => undefined, warn: note, error: note } },
    channels: [parts.channelType?.(channel) ?? channel],
    encryption: { keys: [{ id: 'test', secret }] },
  })
  return {
    ...{ inbox, acme: inbox.tenant('acme'), clock, storage, channel, warnings },
    connect: (tenant, address, password = 'secret') =>
      tenant.integrations.create({
        ...{ type: channel.type, name: 'Texts', settings: { address }, secrets: { password } },
      }),
    request: (content, facts = {}) => channel.request(content, { receivedAt: clock.now(), ...facts }),
    async pass(ms = 1_000) {
      for (let passed = 0; passed < ms; passed += 250) await clock.advance(250)
    },
  }
}
