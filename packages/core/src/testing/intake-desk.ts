import type { ApiContext } from '../api/api-context.ts'
import { tenantInbox } from '../api/tenant-inbox.ts'
import { channelRegistry } from '../channels.ts'
import { secretPlace } from '../connected.ts'
import { encryption } from '../encryption.ts'
import type { TenantInbox } from '../inbox-api.ts'
import type { IntakeContext } from '../intake/intake-context.ts'
import { mailIds } from '../mail-ids.ts'
import type { Address } from '../model/address.ts'
import type { Conversation } from '../model/conversation.ts'
import type { InboxEvent } from '../model/event.ts'
import type { Message } from '../model/message.ts'
import { accept } from '../pipeline.ts'
import type {
  AcceptResult,
  ChannelType,
  ParsedMessage,
  ReceivedBatch,
  ReceivedMessage,
} from '../ports/channel.ts'
import type { Storage, Transaction } from '../ports/storage.ts'
import { sampleIntegration } from './contract/samples.ts'
import { type FakeChannel, fakeChannel } from './fake-channel.ts'
import { type FakeTexting, fakeTexting } from './fake-texting.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { memoryStorage } from './memory-storage.ts'
import { type TestClock, testClock } from './test-clock.ts'

/** What a desk asks of its channel. */
export interface DeskChannel extends ChannelType {
  received(message: ParsedMessage, isHistory?: boolean): ReceivedMessage
}

/** One mailbox with everything behind it in memory, for tests that call the pipeline themselves. */
export interface IntakeDesk<Channel extends DeskChannel = FakeChannel> {
  readonly ctx: IntakeContext & ApiContext
  /** What a host would call. */
  readonly inbox: TenantInbox
  readonly clock: TestClock
  readonly storage: Storage
  readonly channel: Channel
  readonly integrationId: string
  /** Our own address. */
  readonly support: Address
  read<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>
  accept(batch: Partial<ReceivedBatch>): Promise<AcceptResult>
  /** A message as it comes off the wire, with whatever the channel says besides. */
  received(message: ParsedMessage, facts?: Partial<ReceivedMessage>): ReceivedMessage
  conversations(): Promise<readonly Conversation[]>
  messagesOf(conversationId: string): Promise<readonly Message[]>
  /** What has happened since this was asked last. */
  news(): Promise<readonly InboxEvent[]>
}

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')

export function openIntakeDesk(channel: FakeChannel = fakeChannel()): Promise<IntakeDesk> {
  return openDesk(channel, { address: 'support@acme.example' })
}

/** One number for texts instead of the mailbox: +33644600000. */
export function openTextDesk(
  settings: object = {},
  channel: FakeTexting = fakeTexting(),
): Promise<IntakeDesk<FakeTexting>> {
  return openDesk(channel, { address: '+33644600000', ...settings })
}

async function openDesk<Channel extends DeskChannel>(
  channel: Channel,
  settings: { readonly address: string },
): Promise<IntakeDesk<Channel>> {
  const clock = testClock()
  const storage = memoryStorage({ clock })
  const support = { name: 'Support', address: settings.address }
  const integration = sampleIntegration({ type: channel.type, createdAt: clock.now(), settings })
  const ctx: IntakeDesk['ctx'] = {
    settings,
    ...{ tenant: 'acme', integrationId: integration.id, channel, identity: support, fence: null },
    ...{ storage, clock, blobs: memoryBlobs(), mailIds: mailIds(clock, [new Uint8Array(32)]) },
    ...{ channels: channelRegistry([channel]), encryption: encryption(clock, [{ id: 'test', secret }]) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const read: IntakeDesk['read'] = (work) => storage.transaction('acme', work)
  const all = { cursor: null, limit: 200 }
  await read(async (tx) => {
    const secrets = await ctx.encryption.seal(tx, secretPlace(integration.id), '{"password":"secret"}')
    await tx.integrations.insert({ ...integration, secrets })
  })
  let seen = (await read((tx) => tx.events.after(null, 1))).position
  return {
    ...{
      ctx,
      inbox: tenantInbox(ctx),
      clock,
      storage,
      channel,
      integrationId: integration.id,
      support,
      read,
    },
    accept: (batch) => accept(ctx, { messages: [], cursor: null, ...batch }),
    received: (message, facts = {}) => ({ ...channel.received(message), ...facts }),
    conversations: async () => (await read((tx) => tx.conversations.list({}, all))).items,
    messagesOf: async (id) => (await read((tx) => tx.messages.list(id, all))).items,
    async news() {
      const { events, position } = await read((tx) => tx.events.after(seen, 1000))
      seen = position
      return events
    },
  }
}
