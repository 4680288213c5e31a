import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import { courier } from '../outbound.ts'
import { openSendingDesk, type SendingDesk } from '../testing/sending-desk.ts'

const secondMs = 1000
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

let desk: SendingDesk
beforeEach(async () => {
  desk = await openSendingDesk()
})
afterEach(() => desk.stop())

const inMs = (ms: number) => new Date(desk.clock.now().getTime() + ms)

describe('the undo window', () => {
  it('keeps what a person wrote for ten seconds, and says until when', async () => {
    const reply = await desk.reply()
    expect(reply.delivery).toMatchObject({ state: 'ready', nextAttemptAt: inMs(10 * secondMs) })
    await desk.clock.advance(9 * secondMs)
    expect(desk.channel.sent).toEqual([])
    await desk.clock.advance(2 * secondMs)
    expect(await desk.stateOf(reply.id)).toBe('sent')
  })

  it('is as long as the writer says, and none for what the host sends', async () => {
    const now = await desk.reply({ undoSeconds: 0 })
    const host = await desk.reply({}, { kind: 'system' })
    const late = await desk.reply({ undoSeconds: 120 })
    await desk.clock.advance(secondMs)
    expect(await Promise.all([now, host, late].map(({ id }) => desk.stateOf(id)))).toEqual([
      'sent',
      'sent',
      'ready',
    ])
    await expect(desk.reply({ undoSeconds: 121 })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('takes an answer back: nothing leaves, the status is what it was, and who did it is told', async () => {
    const before = await desk.inbox.conversations.get(desk.conversationId)
    const reply = await desk.reply({ status: 'resolved' })
    await desk.news()
    const cancelled = await desk.inbox.conversations.cancelReply(reply.id, desk.person)
    expect(cancelled.delivery).toMatchObject({ state: 'cancelled', nextAttemptAt: null })
    const after = await desk.inbox.conversations.get(desk.conversationId)
    expect([before.status, after.status]).toEqual(['new', 'new'])
    expect(await desk.news()).toMatchObject([
      { type: 'message.cancelled', actor: desk.person, messageId: reply.id, data: { state: 'cancelled' } },
    ])
    await desk.clock.advance(dayMs)
    expect(desk.channel.sent).toEqual([])
    // A second click is no error.
    expect((await desk.inbox.conversations.cancelReply(reply.id)).delivery?.state).toBe('cancelled')
  })

  it('leaves a status alone that somebody has changed since', async () => {
    const reply = await desk.reply({ status: 'resolved' })
    await desk.inbox.conversations.update(desk.conversationId, { priority: 'urgent' })
    await desk.inbox.conversations.cancelReply(reply.id)
    expect(await desk.inbox.conversations.get(desk.conversationId)).toMatchObject({ status: 'resolved' })
  })

  it('says why what was sent cannot be taken back, and what was received neither', async () => {
    const reply = await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(secondMs)
    await expect(desk.inbox.conversations.cancelReply(reply.id)).rejects.toMatchObject({
      code: 'conflict',
      message: 'the message was sent already',
    })
    const [question] = await desk.messagesOf(desk.conversationId)
    await expect(desk.inbox.conversations.cancelReply(question?.id ?? '')).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('lets the next answer answer the question, not what was taken back', async () => {
    const first = await desk.reply()
    await desk.inbox.conversations.cancelReply(first.id)
    const second = await desk.reply()
    expect(second.inReplyTo).toEqual(['q@x'])
    expect(second.references).not.toContain(first.mailId)
  })
})

describe('a message for later', () => {
  it('leaves at its time, dated then, and is listed until it does', async () => {
    const sendAt = inMs(3 * dayMs)
    const reply = await desk.reply({ sendAt })
    expect(reply.delivery).toMatchObject({ state: 'ready', scheduledAt: sendAt, nextAttemptAt: sendAt })
    expect((await desk.inbox.messages.scheduled()).items).toMatchObject([{ id: reply.id }])
    await desk.clock.advance(3 * dayMs - minuteMs)
    expect(desk.channel.sent).toEqual([])
    await desk.clock.advance(2 * minuteMs)
    expect(desk.channel.sent).toMatchObject([{ mailId: reply.mailId, date: sendAt }])
    expect((await desk.inbox.messages.scheduled()).items).toEqual([])
  })

  it('is moved, earlier and later, and leaves once', async () => {
    const reply = await desk.reply({ sendAt: inMs(5 * dayMs) })
    await desk.inbox.messages.reschedule(reply.id, { sendAt: inMs(dayMs) }, desk.person)
    await desk.inbox.messages.reschedule(reply.id, { sendAt: inMs(2 * dayMs) }, desk.person)
    await desk.clock.advance(dayMs + minuteMs)
    expect(desk.channel.sent).toEqual([])
    await desk.clock.advance(10 * dayMs)
    expect(desk.channel.sent).toHaveLength(1)
    await expect(desk.inbox.messages.reschedule(reply.id, { sendAt: inMs(dayMs) })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('leaves at once when somebody says so', async () => {
    const reply = await desk.reply({ sendAt: inMs(5 * dayMs) })
    const now = await desk.inbox.messages.sendNow(reply.id, desk.person)
    expect(now.delivery?.scheduledAt).toBeUndefined()
    await desk.clock.advance(secondMs)
    expect(desk.channel.sent).toMatchObject([{ date: now.sentAt }])
    await desk.clock.advance(6 * dayMs)
    expect(desk.channel.sent).toHaveLength(1)
  })

  it.each([
    ['now', 0],
    ['the past', -minuteMs],
    ['more than a year ahead', 367 * dayMs],
  ])('is refused for %s', async (_name, ms) => {
    const refusal = { code: 'invalid-input', field: 'sendAt' }
    await expect(desk.reply({ sendAt: inMs(ms) })).rejects.toMatchObject(refusal)
  })

  it('is cancelled when the customer writes first, if it shall be', async () => {
    const sendAt = inMs(dayMs)
    const patient = await desk.reply({ sendAt })
    const polite = await desk.reply({ sendAt, cancelIfAnswered: true })
    await desk.clock.advance(minuteMs)
    await desk.customerWrites()
    await desk.clock.advance(dayMs)
    expect(await desk.stateOf(patient.id)).toBe('sent')
    expect((await desk.inbox.messages.get(polite.id)).delivery).toMatchObject({
      state: 'cancelled',
      error: 'the customer wrote before it was to be sent',
    })
  })

  it('leaves after all when somebody has read what the customer wrote, and says so', async () => {
    const reply = await desk.reply({ sendAt: inMs(dayMs), cancelIfAnswered: true })
    await desk.clock.advance(minuteMs)
    await desk.customerWrites()
    await desk.inbox.messages.sendNow(reply.id, desk.person)
    await desk.clock.advance(secondMs)
    expect(await desk.stateOf(reply.id)).toBe('sent')
  })

  it('is not cancelled by what was there before, nor when nobody writes', async () => {
    await desk.customerWrites()
    await desk.clock.advance(minuteMs)
    const reply = await desk.reply({ sendAt: inMs(dayMs), cancelIfAnswered: true })
    await desk.clock.advance(2 * dayMs)
    expect(await desk.stateOf(reply.id)).toBe('sent')
  })

  it('that fails at first is tried for two days from its time, not from when it was written', async () => {
    const busy = new GuichetError('rejected', 'busy', { retry: 'later' })
    desk.channel.failNextSends(busy, busy)
    const reply = await desk.reply({ sendAt: inMs(30 * dayMs) })
    await desk.clock.advance(30 * dayMs + 60 * minuteMs)
    expect(await desk.stateOf(reply.id)).toBe('sent')
  })
})

describe('what nobody knows about', () => {
  const silence = () =>
    new GuichetError('outcome-unknown', 'the server did not say whether it took it', { outcome: 'unknown' })

  it('is looked into for a quarter of an hour, and then left to a person', async () => {
    desk.channel.failNextSends(silence())
    const reply = await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(secondMs)
    expect(await desk.stateOf(reply.id)).toBe('unknown')
    const held = await desk.storage.leases.acquire('worker', 3_600_000, 5)
    expect(held).toHaveLength(1)
    await desk.news()
    await desk.clock.advance(2 * minuteMs)
    // The worker that reads the mailbox is asked to look among the sent mail now.
    const renewed = await desk.storage.leases.renew('worker', 3_600_000, held)
    expect(renewed).toMatchObject([{ syncRequested: true }])
    await desk.clock.advance(20 * minuteMs)
    const { delivery } = await desk.inbox.messages.get(reply.id)
    expect(delivery).toMatchObject({ state: 'unknown', error: expect.stringContaining('mark it as sent') })
    expect(await desk.news()).toMatchObject([{ type: 'message.uncertain', messageId: reply.id }])
    await desk.clock.advance(dayMs)
    expect(desk.channel.sent).toEqual([])
  })

  it('is sent again under its old Message-ID when a person says so, once', async () => {
    desk.channel.failNextSends(silence())
    const reply = await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(minuteMs)
    const system = { kind: 'system' } as const
    await expect(desk.inbox.messages.resend(reply.id, system)).rejects.toMatchObject({ code: 'forbidden' })
    await desk.news()
    const clicks = [1, 2].map(() => desk.inbox.messages.resend(reply.id, desk.person))
    expect((await Promise.allSettled(clicks)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect((await desk.news())[0]).toMatchObject({ type: 'message.queued', actor: desk.person })
    await desk.clock.advance(dayMs)
    expect(desk.channel.sent).toMatchObject([{ mailId: reply.mailId }])
    expect(await desk.stateOf(reply.id)).toBe('sent')
  })

  it('is marked as sent by a person, and nothing else happens to it', async () => {
    desk.channel.failNextSends(silence())
    const reply = await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(secondMs)
    await desk.news()
    const sent = await desk.inbox.messages.markSent(reply.id, desk.person)
    expect(sent.delivery).toMatchObject({ state: 'sent', error: null })
    await desk.clock.advance(dayMs)
    expect(await desk.news()).toMatchObject([{ type: 'message.sent', actor: desk.person }])
    await expect(desk.inbox.messages.resend(reply.id, desk.person)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is never forgotten when its worker died: the next one finds it', async () => {
    const reply = await desk.reply({ undoSeconds: 3 })
    await desk.read((tx) => tx.outbox.change(reply.id, { ...ready, nextAttemptAt: null }))
    await desk.read((tx) => tx.outbox.begin([reply.id], 120_000))
    await desk.clock.advance(5 * minuteMs)
    expect(await desk.stateOf(reply.id)).toBe('unknown')
    await desk.clock.advance(20 * minuteMs)
    expect((await desk.inbox.messages.get(reply.id)).delivery?.error).toContain('mark it as sent')
  })
})

it('a message outlives a job that failed too often', async () => {
  await desk.stop()
  const storage: typeof desk.storage = {
    ...desk.storage,
    transaction: (tenant, work) =>
      failures-- > 0 ? Promise.reject(new Error('away')) : desk.storage.transaction(tenant, work),
  }
  let failures = 8
  const stop = await storage.jobs.work('send', { concurrency: 1 }, courier({ ...desk.ctx, storage }).carry)
  const reply = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(60 * minuteMs)
  await stop()
  expect(await desk.stateOf(reply.id)).toBe('sent')
})

const ready = { from: ['ready'], state: 'ready', error: null } as const

it('what failed for good is listed until a person takes it back', async () => {
  desk.channel.failNextSends(new GuichetError('rejected', 'no such user'))
  const reply = await desk.reply({ undoSeconds: 0, status: 'resolved' })
  expect((await desk.inbox.messages.unsent()).items).toEqual([])
  await desk.clock.advance(secondMs)
  expect((await desk.inbox.messages.unsent()).items).toMatchObject([{ id: reply.id }])
  await desk.inbox.conversations.cancelReply(reply.id, desk.person)
  expect((await desk.inbox.messages.unsent()).items).toEqual([])
  expect(await desk.inbox.conversations.get(desk.conversationId)).toMatchObject({ status: 'new' })
})

it('what failed for good is sent again when a person says so', async () => {
  desk.channel.failNextSends(new GuichetError('rejected', 'no such user'))
  const reply = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(secondMs)
  expect(await desk.stateOf(reply.id)).toBe('failed')
  await desk.inbox.messages.resend(reply.id, desk.person)
  await desk.clock.advance(secondMs)
  expect(await desk.stateOf(reply.id)).toBe('sent')
})
