import { describe, expect, it } from 'vitest'
import type { TenantInbox } from '../inbox-api.ts'
import { claire, paul, rearrangingDesk, withoutVersion } from '../testing/rearranging-desk.ts'

async function idsIn(acme: TenantInbox, id: string): Promise<readonly string[]> {
  return (await acme.conversations.messages(id, { limit: 200 })).items.map(({ mailId }) => mailId ?? '')
}

describe('merging', () => {
  it('takes one conversation into another, and both ids lead there', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take({ from: claire }), await take({ from: paul })]
    const { conversation } = await acme.conversations.merge(b.id, { into: a.id })
    expect(conversation).toMatchObject({
      id: a.id,
      messageCount: 2,
      subject: 'Sujet 1',
      contactName: 'Claire',
    })
    expect(conversation.lastMessageAt).toEqual(b.lastMessageAt)
    expect(await acme.conversations.get(b.id)).toEqual(conversation)
    expect(await idsIn(acme, b.id)).toEqual(['1@x', '2@x'])
    expect((await acme.conversations.list()).items).toEqual([conversation])
    expect((await acme.folders.list()).find(({ key }) => key === 'inbox')?.counts).toEqual({ new: 1 })
  })

  it('lets answers to either of them come in at the same place', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take({ from: claire }), await take({ from: paul })]
    await acme.conversations.merge(b.id, { into: a.id })
    expect((await take({ from: paul, inReplyTo: ['2@x'] })).id).toBe(a.id)
    expect((await take({ from: claire, inReplyTo: ['1@x'] })).id).toBe(a.id)
  })

  it('reopens what was done when the other one waits, and shows an urgent one as urgent', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take(), await take()]
    await acme.conversations.update(a.id, { status: 'resolved' })
    await acme.conversations.update(b.id, { priority: 'urgent', assigneeId: 'ada' })
    const { conversation, mergeId } = await acme.conversations.merge(b.id, { into: a.id })
    expect(conversation).toMatchObject({ status: 'open', priority: 'urgent', assigneeId: 'ada' })
    await acme.conversations.unmerge(mergeId)
    expect(await acme.conversations.get(a.id)).toMatchObject({
      ...{ status: 'resolved', priority: 'normal', assigneeId: null },
    })
  })

  it('refuses a conversation with itself, by whichever id, and one of another mailbox', async () => {
    const { acme, bench, take } = rearrangingDesk()
    const [a, b] = [await take(), await take()]
    await acme.conversations.merge(b.id, { into: a.id })
    await expect(acme.conversations.merge(b.id, { into: a.id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(acme.conversations.merge(a.id, { into: b.id })).rejects.toMatchObject({ code: 'conflict' })
    const other = { ...a, id: '00000000-0000-7000-8000-00000000aaaa', integrationId: 'another' }
    await bench.read((tx) => tx.conversations.insert([{ ...other, baseSubject: '' }]))
    await expect(acme.conversations.merge(other.id, { into: a.id })).rejects.toThrow(/two mailboxes/)
    await expect(acme.conversations.merge(a.id, { into: 'nothing' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('can be listed and undone, once', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take({ from: claire }), await take({ from: paul })]
    const actor = { kind: 'person', id: 'ada' } as const
    const { mergeId } = await acme.conversations.merge(b.id, { into: a.id }, actor)
    expect(await acme.conversations.merges(b.id)).toMatchObject([
      { id: mergeId, fromId: b.id, subject: 'Sujet 2', contactName: 'Paul', messageCount: 1, actor },
    ])
    expect(withoutVersion(await acme.conversations.unmerge(mergeId))).toEqual(withoutVersion(b))
    expect(withoutVersion(await acme.conversations.get(a.id))).toEqual(withoutVersion(a))
    expect(await acme.conversations.merges(a.id)).toEqual([])
    await expect(acme.conversations.unmerge(mergeId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is deleted by either id, and says so when somebody wants to undo it afterwards', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take({ from: claire }), await take({ from: paul })]
    const { mergeId } = await acme.conversations.merge(b.id, { into: a.id })
    await acme.conversations.remove(b.id)
    for (const { id } of [a, b])
      await expect(acme.conversations.get(id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await acme.conversations.list()).items).toEqual([])
    await expect(acme.conversations.unmerge(mergeId)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('was deleted'),
    })
  })

  it('when undone lets nobody in who only belonged to the other one', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take({ from: claire }), await take({ from: paul })]
    const { mergeId } = await acme.conversations.merge(b.id, { into: a.id })
    await acme.conversations.unmerge(mergeId)
    expect((await take({ from: paul, inReplyTo: ['1@x'] })).possiblyRelated).toBe(a.id)
    expect((await take({ from: paul, inReplyTo: ['2@x'] })).id).toBe(b.id)
  })

  it('when undone takes along what answered it since', async () => {
    const { acme, bench, take } = rearrangingDesk()
    const [a, b] = [await take({ from: claire }), await take({ from: paul })]
    const { mergeId } = await acme.conversations.merge(b.id, { into: a.id })
    await take({ mailId: 'late@x', from: paul, inReplyTo: ['2@x'], sentAt: new Date(bench.ctx.clock.now()) })
    await acme.conversations.unmerge(mergeId)
    expect(await idsIn(acme, b.id)).toEqual(['2@x', 'late@x'])
    expect(await idsIn(acme, a.id)).toEqual(['1@x'])
  })

  it('is told to listeners and kept with every message that moved', async () => {
    const { acme, bench, take } = rearrangingDesk()
    const [a, b] = [await take(), await take()]
    const { position } = await acme.events.after(null)
    const actor = { kind: 'person', id: 'ada' } as const
    const { mergeId } = await acme.conversations.merge(b.id, { into: a.id }, actor)
    const { events } = await acme.events.after(position)
    expect(events).toMatchObject([
      {
        type: 'conversation.merged',
        conversationId: a.id,
        actor,
        data: { from: b.id, merge: mergeId, messages: 1 },
      },
    ])
    const moved = await bench.message(b.lastMessageId)
    expect(moved?.threading.moves).toMatchObject([{ cause: 'merge', from: b.id, to: a.id, actor }])
  })
})

describe('splitting', () => {
  it('opens a new conversation with the messages, to which their answers follow', async () => {
    const { acme, take } = rearrangingDesk()
    const a = await take({ from: claire })
    await take({ from: paul, cc: [claire] })
    const b = await take({ from: claire, inReplyTo: ['1@x'], cc: [paul] })
    const opened = await acme.conversations.split(a.id, { messageIds: [b.lastMessageId] })
    expect(opened).toMatchObject({
      messageCount: 1,
      subject: 'Sujet 3',
      possiblyRelated: a.id,
      status: 'new',
    })
    expect(await acme.conversations.get(a.id)).toMatchObject({
      messageCount: 1,
      lastMessageId: a.lastMessageId,
    })
    expect((await take({ from: paul, inReplyTo: ['3@x'], references: ['1@x', '3@x'] })).id).toBe(opened.id)
    expect((await take({ from: claire, inReplyTo: ['1@x'] })).id).toBe(a.id)
  })

  it('is undone by merging', async () => {
    const { acme, take } = rearrangingDesk()
    const a = await take()
    const both = await take({ inReplyTo: ['1@x'] })
    const opened = await acme.conversations.split(a.id, { messageIds: [both.lastMessageId] })
    const { conversation } = await acme.conversations.merge(opened.id, { into: a.id })
    expect(withoutVersion(conversation)).toEqual(withoutVersion(both))
  })

  it('refuses all messages, messages of others, and none', async () => {
    const { acme, take } = rearrangingDesk()
    const [a, b] = [await take(), await take()]
    const split = (...messageIds: readonly string[]) => acme.conversations.split(a.id, { messageIds })
    await expect(split(a.lastMessageId)).rejects.toMatchObject({ code: 'invalid-input', field: 'messageIds' })
    await expect(split(b.lastMessageId)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(split()).rejects.toMatchObject({ code: 'invalid-input' })
  })
})
