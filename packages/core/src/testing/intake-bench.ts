import type { IntakeContext } from '../intake/intake-context.ts'
import { mailIds } from '../mail-ids.ts'
import type { AddressMark } from '../model/address-mark.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import { accept } from '../pipeline.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import type { Transaction } from '../ports/storage.ts'
import { fakeChannel } from './fake-channel.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { memoryStorage } from './memory-storage.ts'
import { testClock } from './test-clock.ts'

/** The pipeline of one mailbox, support@acme.example, with nothing around it. */
export interface IntakeBench {
  readonly ctx: IntakeContext
  read<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>
  /** Lets one message come in. */
  take(message: ParsedMessage, isHistory?: boolean): Promise<void>
  conversations(): Promise<readonly Conversation[]>
  message(id: string): Promise<Message | null>
  marksOf(address: string): Promise<readonly AddressMark[]>
  /** The types of the events that work caused, sorted. */
  eventTypes(work: () => Promise<void>): Promise<readonly string[]>
}

export function intakeBench(): IntakeBench {
  const clock = testClock()
  const storage = memoryStorage({ clock })
  const channel = fakeChannel()
  const ctx: IntakeContext = {
    ...{ tenant: 'acme', integrationId: '00000000-0000-7000-8000-000000000001', channel, storage, clock },
    ...{ identity: { name: 'Support', address: 'support@acme.example' }, fence: null, blobs: memoryBlobs() },
    mailIds: mailIds(clock, [new Uint8Array(32)]),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const read: IntakeBench['read'] = (work) => storage.transaction(ctx.tenant, work)
  return {
    ctx,
    read,
    async take(message, isHistory = false) {
      await accept(ctx, { messages: [channel.received(message, isHistory)], cursor: null })
    },
    conversations: async () =>
      (await read((tx) => tx.conversations.list({}, { cursor: null, limit: 100 }))).items,
    message: (id) => read((tx) => tx.messages.get(id)),
    marksOf: (address) => read((tx) => tx.addresses.marks([address])),
    async eventTypes(work) {
      const { position } = await read((tx) => tx.events.after(null, 10))
      await work()
      const { events } = await read((tx) => tx.events.after(position, 50))
      return events.map(({ type }) => type).sort()
    },
  }
}
