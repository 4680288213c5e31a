import { expect, it } from 'vitest'
import type { SendOutcome } from './ports/webhook.ts'
import { openCalledDesk } from './testing/called-desk.ts'
import { parsedText } from './testing/index.ts'

const number = '+33644600000'
const claire = '+33612345678'

const text = (id: string, said: string) => ({
  messages: [parsedText({ externalId: `text:${id}`, text: said })],
})

it('a customer texts, is answered, has read it, and says STOP: all of it by calls of the provider', async () => {
  const { inbox, acme, clock, channel, connect, request, pass } = openCalledDesk()
  await connect(acme, number)
  const call = async (content: Parameters<typeof request>[0]) => {
    await inbox.receiveWebhook({ address: 'sms' }, request(content, { to: number }))
    await pass()
  }
  const said = (changes: Partial<SendOutcome>) => ({
    outcomes: [
      {
        ...{ messageId: null, providerId: 'text-1', recipient: '33612345678', state: 'delivered' as const },
        ...{ kind: null, status: null, reason: '', at: clock.now() },
        ...changes,
      },
    ],
  })
  inbox.start()
  await pass()

  await call(text('1', 'Bonjour'))
  const { items } = await acme.conversations.list()
  const id = items[0]?.id ?? ''
  const answer = await acme.conversations.reply(id, { text: 'Oui ?' })
  await pass()
  expect(channel.sent).toMatchObject([{ id: answer.id, to: [{ address: claire }], text: 'Oui ?' }])

  await call(said({ state: 'read' }))
  await call(said({ state: 'delivered', messageId: answer.id, providerId: null }))
  const { arrivals, delivery } = await acme.messages.get(answer.id)
  expect(delivery?.state).toBe('sent')
  expect(arrivals).toMatchObject([{ recipient: claire, state: 'read' }])

  await call(text('2', 'STOP'))
  expect(await acme.conversations.replyOptions(id)).toMatchObject({ canReply: false, because: 'opted-out' })
  await expect(acme.conversations.reply(id, { text: 'Pardon' })).rejects.toMatchObject({ code: 'conflict' })
  expect((await acme.conversations.messages(id)).items.map((message) => message.text)).toEqual([
    'Bonjour',
    'Oui ?',
    'STOP',
  ])

  const closing = inbox.close()
  await pass(5_000)
  await closing
})
