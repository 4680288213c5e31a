import { afterEach, beforeEach, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { Message } from '../model/message.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { openSendingDesk, type SendingDesk } from '../testing/sending-desk.ts'

const secondMs = 1000

let desk: SendingDesk
beforeEach(async () => {
  desk = await openSendingDesk()
})
afterEach(() => desk.stop())

async function bounce(mailId: string | null): Promise<void> {
  const fields = new Map([
    ['final-recipient', 'rfc822; claire@customer.example'],
    ['action', 'failed'],
    ['status', '5.1.1'],
  ])
  const report = { fields: [fields], originalHeaders: new Map([['message-id', [`<${mailId}>`]]]) }
  const from = { name: '', address: 'mailer-daemon@mx.example' }
  const message = parsedMessage({ mailId: 'bounce@mx.example', from, sentAt: desk.clock.now(), report })
  await desk.accept({ messages: [desk.received(message)] })
}

async function uncertain(): Promise<Message> {
  const error = new GuichetError('outcome-unknown', 'the server fell silent', { outcome: 'unknown' })
  desk.channel.failNextSends(error)
  const reply = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(secondMs)
  expect(await desk.stateOf(reply.id)).toBe('unknown')
  return reply
}

it('what bounced had left, though nobody knew', async () => {
  const reply = await uncertain()
  await desk.news()
  await bounce(reply.mailId)
  expect(await desk.stateOf(reply.id)).toBe('sent')
  expect((await desk.inbox.messages.get(reply.id)).arrivals).toMatchObject([{ state: 'bounced' }])
  expect((await desk.news()).map(({ type }) => type)).toContain('message.sent')
})

it('what is to be sent again, though it bounced already, is not sent again', async () => {
  const reply = await uncertain()
  desk.channel.failNextSends(new GuichetError('throttled', 'come again', { retry: 'later' }))
  await desk.inbox.messages.resend(reply.id, desk.person)
  await desk.clock.advance(secondMs)
  await bounce(reply.mailId)
  await desk.clock.advance(600 * secondMs)
  expect(await desk.stateOf(reply.id)).toBe('sent')
  expect(desk.channel.sent).toEqual([])
})

it('a report about another message says nothing of it', async () => {
  const reply = await uncertain()
  await bounce('somebody@else.example')
  expect(await desk.stateOf(reply.id)).toBe('unknown')
})

it('what has not left yet leaves, whatever is reported', async () => {
  const reply = await desk.reply({ undoSeconds: 60 })
  await bounce(reply.mailId)
  expect(await desk.stateOf(reply.id)).toBe('ready')
})
