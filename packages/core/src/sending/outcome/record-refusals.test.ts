import { expect, it, onTestFinished } from 'vitest'
import { fakeChannel } from '../../testing/index.ts'
import { openSendingDesk } from '../../testing/sending-desk.ts'

it('a recipient whom the server refused has bounced, visibly, and his address is marked; the message was sent', async () => {
  const channel = fakeChannel()
  const refused = [
    { address: 'Claire@customer.example', status: '5.1.1', reason: '550 5.1.1 no such user' },
    { address: 'marc@customer.example', status: '4.2.2', reason: '452 4.2.2 mailbox full' },
  ]
  const send = async () => ({ providerId: 'p', refused })
  const desk = await openSendingDesk({}, { ...channel, send })
  onTestFinished(desk.stop)
  const reply = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(1000)
  const message = await desk.inbox.messages.get(reply.id)
  expect(message.delivery).toMatchObject({ state: 'sent', error: null })
  expect(message.arrivals).toMatchObject([
    { recipient: 'claire@customer.example', state: 'bounced', kind: 'hard', status: '5.1.1' },
    { recipient: 'marc@customer.example', state: 'bounced', kind: 'soft' },
  ])
  expect(await desk.inbox.addresses.marks('claire@customer.example')).toMatchObject([
    { mark: 'undeliverable', kind: 'hard', messageId: reply.id },
  ])
  const told = (await desk.news()).map(({ type }) => type)
  expect(told).toEqual(expect.arrayContaining(['message.sent', 'message.bounced', 'address.changed']))
})
