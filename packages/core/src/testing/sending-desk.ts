import { countedStorage } from '../counted-storage.ts'
import type { ReplyInput } from '../inbox-conversations.ts'
import type { DeliveryState, Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import { courier } from '../outbound.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { SendLimits } from '../sending/leaving/send-limits.ts'
import { type FakeChannel, fakeChannel } from './fake-channel.ts'
import { fakeMetrics } from './fake-metrics.ts'
import { type IntakeDesk, openIntakeDesk } from './intake-desk.ts'
import { parsedMessage } from './parsed-message.ts'

/** A mailbox with one question in it and a worker that sends, on a clock that is moved by hand. */
export interface SendingDesk extends IntakeDesk {
  readonly person: Actor
  readonly conversationId: string
  /** An answer of a person, unless told. */
  reply(input?: ReplyInput, actor?: Actor): Promise<Message>
  /** The customer writes again, at the time of the clock. */
  customerWrites(text?: string): Promise<void>
  stateOf(id: string): Promise<DeliveryState | undefined>
  stop(): Promise<void>
}

export async function openSendingDesk(
  limits: SendLimits = {},
  channel: FakeChannel = fakeChannel(),
  metrics: Metrics = fakeMetrics(),
): Promise<SendingDesk> {
  const desk = await openIntakeDesk(channel)
  const ctx = { ...desk.ctx, limits, metrics, storage: countedStorage(desk.storage, metrics) }
  await desk.accept({
    messages: [desk.received(parsedMessage({ mailId: 'q@x', sentAt: desk.clock.now() }))],
  })
  const conversationId = (await desk.conversations())[0]?.id ?? ''
  const stop = await desk.storage.jobs.work('send', { concurrency: 4 }, courier(ctx).carry)
  const person: Actor = { kind: 'person', id: 'ada' }
  let letters = 0
  return {
    ...{ ...desk, person, conversationId, stop },
    reply: (input = {}, actor = person) =>
      desk.inbox.conversations.reply(conversationId, { text: 'Elle part demain.', ...input }, actor),
    async customerWrites(text = 'Encore moi') {
      letters += 1
      const ids = { mailId: `again-${letters}@x`, references: ['q@x'] }
      const message = parsedMessage({ ...ids, text, sentAt: desk.clock.now() })
      await desk.accept({ messages: [desk.received(message)] })
    },
    stateOf: async (id) => (await desk.inbox.messages.get(id)).delivery?.state,
  }
}
