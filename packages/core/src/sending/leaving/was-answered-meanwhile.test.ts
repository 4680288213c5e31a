import { beforeEach, expect, it } from 'vitest'
import type { Message } from '../../model/message.ts'
import { courier } from '../../outbound.ts'
import { sampleMessage, sampleOutboxEntry } from '../../testing/contract/samples.ts'
import { parsedMessage } from '../../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../../testing/intake-desk.ts'

const claire = { name: 'Claire Petit', address: 'claire@customer.example' }
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))

let desk: IntakeDesk

beforeEach(async () => {
  desk = await openIntakeDesk()
  await desk.accept({ messages: [desk.received(parsedMessage({ mailId: 'q@x', sentAt: at(1) }))] })
})

/** An answer in the outbox to the one question there is. */
async function queue(changes: Partial<Message>): Promise<Message> {
  const [conversation] = await desk.conversations()
  const message = sampleMessage({
    ...{ integrationId: desk.integrationId, conversationId: conversation?.id ?? '', direction: 'outbound' },
    ...{ from: desk.support, to: [claire], receivedAt: at(2), mailId: 'auto@acme.example' },
    threading: { rule: 'reply', evidence: conversation?.lastMessageId ?? '', possiblyRelated: null },
    ...changes,
  })
  await desk.read(async (tx) => {
    await tx.messages.insert([message])
    await tx.outbox.insert(
      sampleOutboxEntry({ messageId: message.id, integrationId: desk.integrationId, state: 'ready' }),
    )
  })
  return message
}

const answeredElsewhere = () =>
  parsedMessage({
    ...{ mailId: 'a@x', references: ['q@x'], from: desk.support, to: [claire], sentAt: at(3) },
  })

async function send({ id }: Message) {
  const job = { queue: 'send' as const, tenant: 'acme', subject: id, attempt: 1 }
  await courier(desk.ctx).carry({ ...job, signal: new AbortController().signal })
  return desk.read((tx) => tx.outbox.get(id))
}

it('an automatic answer is cancelled when a person answered from another mail client just before', async () => {
  const message = await queue({ verdict: 'auto-reply' })
  await desk.accept({ messages: [desk.received(answeredElsewhere(), { sentByUs: true })] })
  const entry = await send(message)
  expect(entry).toMatchObject({ state: 'cancelled', error: 'somebody answered in the meantime' })
  expect(desk.channel.sent).toEqual([])
  expect((await desk.news()).at(-1)).toMatchObject({ type: 'message.cancelled', messageId: message.id })
})

it('an automatic answer is sent when nobody answered, and when only a machine did', async () => {
  const message = await queue({ verdict: 'auto-reply' })
  const notice = { ...answeredElsewhere(), headers: new Map([['auto-submitted', ['auto-replied']]]) }
  await desk.accept({ messages: [desk.received(notice, { sentByUs: true })] })
  expect(await send(message)).toMatchObject({ state: 'sent' })
  expect(desk.channel.sent).toMatchObject([{ mailId: 'auto@acme.example' }])
})

it('what a person wrote is sent whoever else answered', async () => {
  const message = await queue({ verdict: 'person' })
  await desk.accept({ messages: [desk.received(answeredElsewhere(), { sentByUs: true })] })
  expect(await send(message)).toMatchObject({ state: 'sent' })
})
