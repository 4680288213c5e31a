import { describe, expect, it } from 'vitest'
import type { ParsedMessage } from '../ports/channel.ts'
import { fakeChannel } from '../testing/fake-channel.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'
import { parsedMessage } from '../testing/parsed-message.ts'

const claire = { name: 'Claire', address: '+33612345678' }
const hourMs = 3_600_000
/** 500 hours before the clock of the tests starts. */
const start = Date.UTC(2026, 10, 2, 8) - 500 * hourMs

function openTextDesk(quietMs = 168 * hourMs): Promise<IntakeDesk> {
  return openIntakeDesk({ ...fakeChannel(), medium: 'sms', quietPeriodMs: () => quietMs })
}

const text = (id: string, hour: number, changes: Partial<ParsedMessage> = {}): ParsedMessage =>
  parsedMessage({
    ...{ externalId: id, mailId: id, from: claire, subject: '', text: `Texte ${id}` },
    ...{ to: [{ name: '', address: '+33700000000' }], sentAt: new Date(start + hour * hourMs) },
    ...changes,
  })

/** Which texts are together, by their ids. */
async function together(desk: IntakeDesk): Promise<readonly string[]> {
  const conversations = await desk.conversations()
  const ids = conversations.map(async ({ id }) =>
    (await desk.messagesOf(id)).map(({ externalId }) => externalId).join(' '),
  )
  return (await Promise.all(ids)).toSorted()
}

describe('texts', () => {
  it('of one sender are one conversation, in one batch, in two at once and in two one after the other', async () => {
    const desk = await openTextDesk()
    await desk.accept({ messages: [desk.received(text('1', 0)), desk.received(text('2', 1))] })
    await Promise.all(
      ['3', '4'].map((id, index) => desk.accept({ messages: [desk.received(text(id, 2 + index))] })),
    )
    expect(await together(desk)).toEqual(['1 2 3 4'])
  })

  it('have no subject: a conversation shows what was said last', async () => {
    const desk = await openTextDesk()
    await desk.accept({ messages: [desk.received(text('1', 0)), desk.received(text('2', 1))] })
    expect(await desk.conversations()).toMatchObject([{ subject: '', snippet: 'Texte 2', medium: 'sms' }])
  })

  it('say why they are where they are', async () => {
    const desk = await openTextDesk()
    await desk.accept({ messages: [desk.received(text('1', 0)), desk.received(text('2', 1))] })
    const [first, second] = await desk.messagesOf((await desk.conversations())[0]?.id ?? '')
    expect(first?.threading.rule).toBe('new')
    expect((await desk.inbox.messages.explain(second?.id ?? '')).words[0]).toBe(
      'Messages of this channel name no other message; +33612345678 wrote here lately.',
    )
  })

  it('keep to the quiet period of their integration', async () => {
    const desk = await openTextDesk(hourMs)
    for (const [id, hour] of [
      ['1', 0],
      ['2', 1],
      ['3', 2.5],
    ] as const)
      await desk.accept({ messages: [desk.received(text(id, hour))] })
    expect(await together(desk)).toEqual(['1 2', '3'])
  })

  it('reopen a resolved conversation, and open another one after it was archived', async () => {
    const desk = await openTextDesk()
    await desk.accept({ messages: [desk.received(text('1', 0))] })
    const [{ id } = { id: '' }] = await desk.conversations()
    await desk.inbox.conversations.update(id, { status: 'resolved' })
    await desk.accept({ messages: [desk.received(text('2', 1))] })
    expect((await desk.inbox.conversations.get(id)).status).toBe('open')
    await desk.inbox.conversations.update(id, { status: 'archived' })
    await desk.accept({ messages: [desk.received(text('3', 2))] })
    expect(await together(desk)).toEqual(['1 2', '3'])
  })

  it('follow a conversation that was merged', async () => {
    const desk = await openTextDesk()
    const other = { ...claire, address: 'us.1349' }
    await desk.accept({
      messages: [desk.received(text('1', 0)), desk.received(text('2', 0, { from: other }))],
    })
    const [one, into] = await desk.conversations()
    await desk.inbox.conversations.merge(one?.id ?? '', { into: into?.id ?? '' })
    await desk.accept({
      messages: [desk.received(text('3', 1)), desk.received(text('4', 1, { from: other }))],
    })
    expect(await together(desk)).toHaveLength(1)
  })

  it('are continued by an answer as by a text', async () => {
    const desk = await openTextDesk(50 * hourMs)
    await desk.accept({ messages: [desk.received(text('1', 460))] })
    const [{ id } = { id: '' }] = await desk.conversations()
    await desk.inbox.conversations.reply(id, { text: 'Oui' })
    await desk.clock.advance(100 * hourMs)
    await desk.accept({ messages: [desk.received(text('2', 545)), desk.received(text('3', 545 + 51))] })
    expect((await desk.messagesOf(id)).map(({ text: said }) => said)).toEqual(['Texte 1', 'Oui', 'Texte 2'])
  })

  it('are never taken for what machines write in mails, whatever they say', async () => {
    const desk = await openTextDesk()
    const report = 'Final-Recipient: rfc822; claire@customer.example\nAction: failed\nStatus: 5.1.1'
    const from = { name: '', address: 'noreply@shop.example' }
    await desk.accept({
      messages: [desk.received(text('1', 0, { from, subject: 'Undelivered mail', text: report }))],
    })
    expect(await desk.conversations()).toMatchObject([{ verdict: 'person', status: 'new' }])
  })

  it('go on under the other address of their sender after conversations were merged or split', async () => {
    const desk = await openTextDesk()
    const userId = 'us.1349'
    const both = { fromAlso: [userId] }
    await desk.accept({ messages: [desk.received(text('1', 0, both)), desk.received(text('2', 1))] })
    const [{ id } = { id: '' }] = await desk.conversations()
    const [first] = await desk.messagesOf(id)
    await desk.inbox.conversations.split(id, { messageIds: [first?.id ?? ''] })
    const next = text('3', 2, { from: { name: 'Claire', address: userId } })
    await desk.accept({ messages: [desk.received(next)] })
    expect(await together(desk)).toEqual(['1', '2 3'])
  })

  it('with a thread key are one conversation per key, in one integration', async () => {
    const desk = await openTextDesk()
    const paul = { name: 'Paul', address: '+33687654321' }
    await desk.accept({
      messages: [
        desk.received(text('1', 0, { threadKeys: ['a'] })),
        desk.received(text('2', 1, { threadKeys: ['b'] })),
      ],
    })
    await desk.accept({ messages: [desk.received(text('3', 2, { threadKeys: ['a'], from: paul }))] })
    expect(await together(desk)).toEqual(['1 3', '2'])
  })
})
