import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { privateIdHeader } from '../mail-ids.ts'
import type { Message } from '../model/message.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import { sampleMessage, sampleOutboxEntry } from '../testing/contract/samples.ts'
import { parsedMessage } from '../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'

let desk: IntakeDesk

beforeEach(async () => {
  desk = await openIntakeDesk()
})

const claire = { name: 'Claire Petit', address: 'claire@customer.example' }
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))
const question = parsedMessage({ mailId: 'q@x', sentAt: at(1) })

/** An answer that somebody wrote in another mail client. */
const elsewhere = (changes: Parameters<typeof parsedMessage>[0] = {}) =>
  parsedMessage({
    ...{ mailId: 'a@x', references: ['q@x'], inReplyTo: ['q@x'], to: [claire], sentAt: at(2) },
    ...{ from: desk.support, subject: 'Re: Commande 12', text: 'Elle part demain.' },
    ...changes,
  })

const take = (...messages: Parameters<IntakeDesk['received']>[]) =>
  desk.accept({ messages: messages.map((one) => desk.received(...one)) })

/** An answer of ours in the first conversation, as the outbox has it. */
async function queued(changes: Partial<OutboxEntry> = {}): Promise<Message & { readonly mailId: string }> {
  const [conversation] = await desk.conversations()
  const mailId = desk.ctx.mailIds.mint('acme', desk.support.address)
  const message = sampleMessage({
    ...{ integrationId: desk.integrationId, conversationId: conversation?.id ?? '', direction: 'outbound' },
    ...{ mailId, externalId: `out:${mailId}`, from: desk.support, to: [claire], receivedAt: at(3) },
  })
  const entry = sampleOutboxEntry({ messageId: message.id, integrationId: desk.integrationId, ...changes })
  await desk.read(async (tx) => {
    await tx.messages.insert([message])
    await tx.outbox.insert(entry)
  })
  return { ...message, mailId }
}

describe('what somebody sent from another mail client', () => {
  it('is the answer: the conversation is no longer new, and nothing is announced as received', async () => {
    await take([question])
    await desk.news()
    await take([elsewhere(), { sentByUs: true }])
    const [conversation, ...others] = await desk.conversations()
    expect(others).toEqual([])
    expect(conversation).toMatchObject({ status: 'open', messageCount: 2, contactName: 'Claire Petit' })
    const [, answer] = await desk.messagesOf(conversation?.id ?? '')
    expect(answer).toMatchObject({ direction: 'outbound', delivery: { state: 'sent' }, authorId: null })
    expect((await desk.news()).map(({ type }) => type)).toEqual(['message.sent'])
  })

  it('does not close a question that came after it', async () => {
    await take([question], [parsedMessage({ mailId: 'r@x', references: ['q@x'], sentAt: at(5) })])
    await take([elsewhere(), { sentByUs: true }])
    expect(await desk.conversations()).toMatchObject([{ status: 'new', messageCount: 3 }])
  })

  it('opens a conversation with whom it went to, kept out of the way until the customer answers', async () => {
    const offer = elsewhere({ mailId: 'o@x', references: [], inReplyTo: [], subject: 'Offre' })
    await take([offer, { sentByUs: true }])
    const [opened] = await desk.conversations()
    expect(opened).toMatchObject({ status: 'resolved', contactName: 'Claire Petit', subject: 'Offre' })
    const contact = await desk.read((tx) => tx.contacts.get(opened?.contactId ?? ''))
    expect(contact).toMatchObject({ name: 'Claire Petit' })
    await take([parsedMessage({ mailId: 'y@x', references: ['o@x'], subject: 'Re: Offre', sentAt: at(9) })])
    expect(await desk.conversations()).toMatchObject([{ status: 'open', messageCount: 2 }])
  })

  it('leaves history answered last by us resolved, whichever folder is read first', async () => {
    const history = { isHistory: true }
    await take([elsewhere(), { ...history, sentByUs: true }])
    await take([question, history])
    expect(await desk.conversations()).toMatchObject([{ status: 'resolved', messageCount: 2 }])

    desk = await openIntakeDesk()
    await take([question, history])
    await take([elsewhere(), { ...history, sentByUs: true }])
    expect(await desk.conversations()).toMatchObject([{ status: 'resolved', messageCount: 2 }])
    expect(await desk.news()).toEqual([])
  })

  it('joins its conversation also when it went to somebody who was not part of it', async () => {
    await take([question])
    const workshop = { name: '', address: 'workshop@supplier.example' }
    await take([elsewhere({ to: [workshop] }), { sentByUs: true }])
    expect(await desk.conversations()).toMatchObject([{ messageCount: 2, contactName: 'Claire Petit' }])
  })

  it('finds its conversation by the subject and the customer, not by our own address', async () => {
    await take([parsedMessage({ mailId: 'p@x', from: { name: 'Paul', address: 'paul@x.example' } })])
    await take([question])
    const bare = elsewhere({ references: [], inReplyTo: [] })
    await take([bare, { sentByUs: true }])
    const answered = (await desk.conversations()).filter(({ messageCount }) => messageCount === 2)
    expect(answered).toMatchObject([{ contactName: 'Claire Petit' }])
  })

  it('is known for what it is although its copy to ourselves was seen first', async () => {
    await take([question])
    const copied = elsewhere({ cc: [desk.support] })
    await take([copied])
    expect(await desk.conversations()).toMatchObject([{ status: 'new', messageCount: 2 }])
    await take([copied, { sentByUs: true, locator: 'Sent/1/1' }])
    const [conversation] = await desk.conversations()
    expect(conversation).toMatchObject({ status: 'open', messageCount: 2 })
    expect((await desk.messagesOf(conversation?.id ?? ''))[1]).toMatchObject({ direction: 'outbound' })
  })

  it('is no answer when a machine sent it: a vacation notice leaves the question new', async () => {
    await take([question])
    const notice = elsewhere({ headers: new Map([['auto-submitted', ['auto-replied']]]) })
    await take([notice, { sentByUs: true }])
    expect(await desk.conversations()).toMatchObject([{ status: 'new', messageCount: 2 }])
  })
})

describe('our own sends, found in the folder of sent mail', () => {
  const copyOf = (mailId: string, changes: Parameters<typeof parsedMessage>[0] = {}) =>
    parsedMessage({ mailId, from: desk.support, to: [claire], text: 'Elle part demain.', ...changes })

  it('are recognised by their Message-ID and never doubled, nor is a second copy', async () => {
    await take([question])
    const { mailId } = await queued({ state: 'sent' })
    await desk.news()
    const copies = [copyOf(mailId), copyOf(mailId, { externalId: 'mail:with-a-footer' })]
    for (const [index, copy] of copies.entries()) {
      const result = await take([copy, { sentByUs: true, locator: `Sent/1/${index}` }])
      expect(result).toEqual(expect.objectContaining({ stored: 0, known: 1 }))
    }
    expect(await desk.conversations()).toMatchObject([{ messageCount: 1 }])
    expect(await desk.news()).toEqual([])
    const counts = await desk.read((tx) => tx.sources.countLocated(desk.integrationId, 'Sent/1/'))
    expect(counts).toEqual({ stored: 2, quarantined: 0, deleted: 0 })
  })

  it.each(['unknown', 'sending', 'ready'] as const)('prove that one in state %s was sent', async (state) => {
    await take([question])
    const { id, mailId } = await queued({ state, error: 'silence after the final dot' })
    await desk.news()
    await take([copyOf(mailId), { sentByUs: true }])
    const entry = await desk.read((tx) => tx.outbox.get(id))
    expect(entry).toMatchObject({ state: 'sent', error: null })
    expect(await desk.news()).toMatchObject([{ type: 'message.sent', messageId: id }])
    expect(await desk.read((tx) => tx.outbox.begin([id], 60_000))).toEqual([])
  })

  it('are recognised under an id that the provider gave them, and answers to that id find them', async () => {
    await take([question])
    const { mailId, conversationId } = await queued()
    const headers = new Map([[privateIdHeader, [mailId]]])
    const result = await take([copyOf('0102@ses.example', { headers }), { sentByUs: true }])
    expect(result).toMatchObject({ stored: 0, known: 1 })
    await take([parsedMessage({ mailId: 'm@phone', inReplyTo: ['0102@ses.example'], sentAt: at(8) })])
    const messages = await desk.messagesOf(conversationId)
    expect(messages.at(-1)).toMatchObject({ mailId: 'm@phone', threading: { evidence: '0102@ses.example' } })
  })

  it('are believed only there: a stranger who repeats our ids is stored as what he wrote', async () => {
    await take([question])
    const { id, mailId } = await queued({ state: 'unknown' })
    const headers = new Map([[privateIdHeader, [mailId]]])
    const mallory = { name: '', address: 'mallory@evil.example' }
    const result = await take(
      [parsedMessage({ mailId, from: mallory, externalId: 'mail:1' })],
      [parsedMessage({ mailId: 'other@evil', headers, from: mallory, externalId: 'mail:2' })],
    )
    expect(result).toMatchObject({ stored: 2 })
    expect(await desk.read((tx) => tx.outbox.get(id))).toMatchObject({ state: 'unknown' })
  })

  it('are ignored when the id was made up: it is stored as mail that was sent elsewhere', async () => {
    const headers = new Map([[privateIdHeader, [`${'0'.repeat(32)}.${'0'.repeat(20)}@acme.example`]]])
    const result = await take([copyOf(randomUUID(), { headers }), { sentByUs: true }])
    expect(result).toMatchObject({ stored: 1 })
  })
})
