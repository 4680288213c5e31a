import { beforeEach, describe, expect, it } from 'vitest'
import { sampleMessage, sampleOutboxEntry } from '../testing/contract/samples.ts'
import { parsedMessage } from '../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'
import { deleteConversation } from './remove-messages.ts'

let desk: IntakeDesk

beforeEach(async () => {
  desk = await openIntakeDesk()
})

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))
const question = parsedMessage({ mailId: 'q@x', text: 'one', sentAt: at(1) })
const thanks = parsedMessage({ mailId: 't@x', references: ['q@x'], text: 'two', sentAt: at(2) })
const maria = { kind: 'person', id: 'maria' } as const

/** As a mailbox is polled: the same two mails in the same two places. */
const poll = () =>
  desk.accept({
    messages: [question, thanks].map((one, index) => desk.received(one, { locator: `INBOX/1/${index}` })),
  })

async function stored() {
  await poll()
  const [conversation] = await desk.conversations()
  if (conversation === undefined) throw new Error('the poll opened a conversation')
  const messages = await desk.messagesOf(conversation.id)
  await desk.news()
  return { id: conversation.id, messages }
}

describe('a conversation that was deleted', () => {
  it('is gone with its messages and their originals, and a person did it', async () => {
    const { id, messages } = await stored()
    await desk.inbox.conversations.remove(id, maria)
    await expect(desk.inbox.conversations.get(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(desk.inbox.messages.get(messages[0]?.id ?? '')).rejects.toMatchObject({ code: 'not-found' })
    const original = async () => Array.fromAsync(desk.ctx.blobs.open(messages[0]?.rawKey ?? ''))
    await expect(original()).rejects.toMatchObject({ code: 'not-found' })
    expect(await desk.news()).toMatchObject([
      { type: 'conversation.removed', actor: maria, conversationId: id, data: { messages: 2 } },
    ])
  })

  it('does not come back when the mailbox is polled again, nor under a new UIDVALIDITY', async () => {
    const { id } = await stored()
    await desk.inbox.conversations.remove(id)
    await desk.news()
    for (let round = 0; round < 2; round += 1)
      expect(await poll()).toMatchObject({ stored: 0, known: 2, quarantined: 0 })
    const renumbered = desk.received(question, { locator: 'INBOX/2/1' })
    expect(await desk.accept({ messages: [renumbered], reset: 'INBOX/1/' })).toMatchObject({ stored: 0 })
    expect(await desk.conversations()).toEqual([])
    expect((await desk.news()).map(({ type }) => type)).toEqual(['integration.reset'])
  })

  it('attracts nothing any more: an answer to it opens a conversation of its own', async () => {
    const { id } = await stored()
    await desk.inbox.conversations.remove(id)
    const late = parsedMessage({ mailId: 'l@x', references: ['q@x', 't@x'], subject: 'Re: Commande 12' })
    await desk.accept({ messages: [desk.received(late)] })
    expect(await desk.conversations()).toMatchObject([{ messageCount: 1, status: 'new' }])
  })

  it('takes what waits in the outbox with it, but is kept while an answer is being sent', async () => {
    const { id } = await stored()
    const message = sampleMessage({
      ...{ integrationId: desk.integrationId, conversationId: id, direction: 'outbound' },
    })
    await desk.read(async (tx) => {
      await tx.messages.insert([message])
      await tx.outbox.insert(
        sampleOutboxEntry({ messageId: message.id, integrationId: desk.integrationId, state: 'ready' }),
      )
      await tx.outbox.begin([message.id], 60_000)
    })
    await expect(desk.inbox.conversations.remove(id)).rejects.toMatchObject({ code: 'conflict' })
    await desk.read((tx) => tx.outbox.confirm([{ messageId: message.id, providerId: null }]))
    await desk.inbox.conversations.remove(id)
    expect(await desk.read((tx) => tx.outbox.get(message.id))).toBeNull()
  })
})

it('a deletion that meets a message which begins to leave at the same moment is refused', async () => {
  const { id, messages } = await stored()
  const message = sampleMessage({
    ...{ integrationId: desk.integrationId, conversationId: id, direction: 'outbound' },
  })
  await desk.read(async (tx) => {
    await tx.messages.insert([message])
    await tx.outbox.insert(
      sampleOutboxEntry({ messageId: message.id, integrationId: desk.integrationId, state: 'ready' }),
    )
  })
  const conversation = await desk.inbox.conversations.get(id)
  const before = [...messages, await desk.inbox.messages.get(message.id)]
  await desk.read((tx) => tx.outbox.begin([message.id], 60_000))
  await expect(desk.read((tx) => deleteConversation(tx, conversation, before))).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(await desk.read((tx) => tx.outbox.get(message.id))).toMatchObject({ state: 'sending' })
})

describe('a message that was deleted', () => {
  it('leaves the rest of its conversation, which counts and shows what is left', async () => {
    const { id, messages } = await stored()
    await desk.inbox.messages.remove(messages[1]?.id ?? '', maria)
    expect(await desk.conversations()).toMatchObject([
      { id, messageCount: 1, snippet: 'one', lastMessageId: messages[0]?.id, lastMessageAt: at(1) },
    ])
    expect(await desk.news()).toMatchObject([
      { type: 'message.removed', actor: maria, messageId: messages[1]?.id, conversationId: id },
    ])
    expect(await poll()).toMatchObject({ stored: 0, known: 2 })
  })

  it('takes the conversation with it when it was the last one', async () => {
    const { id, messages } = await stored()
    for (const message of messages) await desk.inbox.messages.remove(message.id)
    await expect(desk.inbox.conversations.get(id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await desk.news()).map(({ type }) => type)).toEqual(['message.removed', 'conversation.removed'])
  })
})

it('a mailbox still adds up after deletions here and expunges there', async () => {
  const { messages } = await stored()
  const report = async (serverCount: number) => {
    await desk.read((tx) =>
      tx.sources.replace(desk.integrationId, [
        {
          ...{ source: 'INBOX', locatorPrefix: 'INBOX/1/', role: 'inbox', serverCount },
          ...{ missing: 0, notYetRead: 0, reportedAt: at(9) },
        },
      ]),
    )
    return desk.inbox.integrations.gapReport(desk.integrationId)
  }
  expect(await report(2)).toMatchObject({ serverCount: 2, stored: 2, deleted: 0, gap: 0 })
  await desk.inbox.messages.remove(messages[0]?.id ?? '')
  expect(await report(2)).toMatchObject({ serverCount: 2, stored: 1, deleted: 1, gap: 0 })
  await desk.accept({ gone: ['INBOX/1/0'] })
  expect(await report(1)).toMatchObject({ serverCount: 1, stored: 1, deleted: 0, gap: 0 })
  expect(await report(4)).toMatchObject({ gap: 3, sources: [{ source: 'INBOX', role: 'inbox', gap: 3 }] })
})
