import { beforeEach, expect, it } from 'vitest'
import type { Message } from '../model/message.ts'
import { courier } from '../outbound.ts'
import type { SendOutcome } from '../ports/webhook.ts'
import { type FakeTexting, fakeTexting } from '../testing/fake-texting.ts'
import { type IntakeDesk, openTextDesk } from '../testing/intake-desk.ts'
import { parsedText } from '../testing/parsed-message.ts'
import { recordOutcomes } from './record-outcomes.ts'

const claire = '+33612345678'

let desk: IntakeDesk<FakeTexting>
let callbacks = 0

beforeEach(async () => {
  desk = await openTextDesk()
  await desk.accept({ messages: [desk.received(parsedText({ text: 'Bonjour' }))] })
})

async function reply(): Promise<Message> {
  const [conversation] = await desk.conversations()
  return desk.inbox.conversations.reply(conversation?.id ?? '', { text: 'Oui ?' })
}

async function send({ id }: Message): Promise<Message> {
  const job = { queue: 'send' as const, tenant: 'acme', subject: id, attempt: 1 }
  await courier(desk.ctx).carry({ ...job, signal: new AbortController().signal })
  await desk.news()
  return desk.inbox.messages.get(id)
}

/** What the provider says, in one callback, and the news that it makes. */
async function reported(...changes: readonly Partial<SendOutcome>[]): Promise<readonly string[]> {
  callbacks += 1
  const outcomes = changes.map((change) => ({
    ...{ messageId: null, providerId: 'text-1', recipient: '33612345678', state: 'delivered' as const },
    ...{ kind: null, status: null, reason: 'it was delivered', at: desk.clock.now() },
    callbackId: `callback-${callbacks}`,
    ...change,
  }))
  await desk.read((tx) => recordOutcomes(tx, desk.ctx, outcomes))
  return (await desk.news()).map(({ type }) => type)
}

const arrivals = async ({ id }: Message) => (await desk.inbox.messages.get(id)).arrivals
const marks = () => desk.inbox.addresses.marks(claire)

it('a text is delivered and read: said once each, whatever the order and however often', async () => {
  const message = await send(await reply())
  const read = { state: 'read' as const, reason: 'it was read' }
  expect(await reported({ state: 'accepted' })).toEqual([])
  expect(await arrivals(message)).toBe(undefined)
  expect(await reported(read)).toEqual(['message.read'])
  expect(await reported({ state: 'delivered' }, read)).toEqual([])
  expect(await arrivals(message)).toEqual([
    expect.objectContaining({ recipient: claire, state: 'read', reportId: 'callback-2' }),
  ])
})

it('one that nobody could be sure of has left, by our id, and its provider id is known from then on', async () => {
  desk.channel.failNextSends(new Error('socket hang up'))
  const message = await send(await reply())
  expect(message.delivery?.state).toBe('unknown')
  expect(await reported({ messageId: message.id, providerId: 'late-1', state: 'accepted' })).toEqual([
    'message.sent',
  ])
  expect((await desk.inbox.messages.get(message.id)).delivery).toMatchObject({ state: 'sent', error: null })
  const [link] = await desk.read((tx) => tx.threads.find(desk.integrationId, ['late-1']))
  expect(link).toMatchObject({ conversationId: message.conversationId, isIssued: true })
  expect(await reported({ providerId: 'late-1' })).toEqual(['message.delivered'])
})

it('one that is reported before its own send has returned is sent once, and found by its provider id', async () => {
  const fake = fakeTexting()
  const channel: FakeTexting = {
    ...fake,
    async send(connection, message) {
      await reported({ messageId: message.id, state: 'accepted' })
      return (await fake.send?.(connection, message)) ?? { providerId: null }
    },
  }
  desk = await openTextDesk({}, channel)
  await desk.accept({ messages: [desk.received(parsedText({ text: 'Bonjour' }))] })
  const message = await send(await reply())
  expect(message.delivery).toMatchObject({ state: 'sent', attempts: 1 })
  expect(await reported({ state: 'delivered' })).toEqual(['message.delivered'])
})

it('one that failed after all was handed over: it is not sent again', async () => {
  desk.channel.failNextSends(new Error('socket hang up'))
  const message = await send(await reply())
  const failed = { messageId: message.id, state: 'bounced' as const, kind: 'soft' as const }
  expect(await reported(failed)).toEqual(['message.sent', 'message.bounced'])
  expect((await desk.inbox.messages.get(message.id)).delivery?.state).toBe('sent')
})

it('a hard failure marks the address until something arrives there; any other says nothing of the address', async () => {
  await send(await reply())
  for (const kind of ['soft', null] as const) await reported({ state: 'bounced', kind })
  expect(await marks()).toEqual([])
  const hard = { state: 'bounced' as const, kind: 'hard' as const, status: '1120', reason: 'no such number' }
  await desk.clock.advance(1)
  expect(await reported(hard)).toEqual(['message.bounced', 'address.changed'])
  expect(await marks()).toMatchObject([{ mark: 'undeliverable', kind: 'hard', status: '1120' }])
  await send(await reply())
  expect(await reported({ providerId: 'text-2' })).toEqual(['message.delivered'])
  expect(await marks()).toEqual([])
})

it('who told the provider STOP is opted out, once, under the address that we wrote to', async () => {
  const message = await send(await reply())
  const stop = { state: 'bounced' as const, optedOut: true as const, status: '1240', reason: 'he sent STOP' }
  expect(await reported(stop)).toEqual(['message.bounced', 'address.changed'])
  expect(await marks()).toMatchObject([
    { mark: 'opted-out', kind: 'hard', status: '1240', reason: 'he sent STOP', messageId: message.id },
  ])
  await desk.clock.advance(1)
  expect(await reported(stop)).toEqual(['message.bounced'])
  await expect(reply()).rejects.toMatchObject({ code: 'conflict' })
})

it('what was not sent here is let go: unknown ids, ids that are none, another integration, what came in', async () => {
  const message = await send(await reply())
  const [inbound] = await desk.messagesOf(message.conversationId)
  const unknown = [
    ...[{ providerId: 'x' }, { providerId: null }, { providerId: '' }, { providerId: 'a\0b' }],
    ...[
      { messageId: 'a\0b', providerId: null },
      { messageId: '\ud800', providerId: 'x'.repeat(10_000) },
    ],
    { messageId: inbound?.id ?? '', providerId: null },
  ]
  expect(await reported(...unknown)).toEqual([])
  desk = { ...desk, ctx: { ...desk.ctx, integrationId: '00000000-0000-7000-8000-00000000beef' } }
  expect(await reported({ messageId: message.id }, {})).toEqual([])
  expect(await arrivals(message)).toBe(undefined)
})

it('words that no database can hold are kept as they can be', async () => {
  const message = await send(await reply())
  await reported({ state: 'bounced', kind: 'soft', status: '\0', reason: `\ud800${'x'.repeat(1000)}` })
  const [arrival] = (await arrivals(message)) ?? []
  expect(arrival?.status).toBe('\uFFFD')
  expect(arrival?.reason).toHaveLength(500)
})
