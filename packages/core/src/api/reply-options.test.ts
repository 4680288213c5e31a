import { expect, it } from 'vitest'
import type { ParsedMessage } from '../ports/channel.ts'
import { fakeChannel } from '../testing/fake-channel.ts'
import { fakeTexting } from '../testing/fake-texting.ts'
import { type DeskChannel, type IntakeDesk, openIntakeDesk, openTextDesk } from '../testing/intake-desk.ts'
import { parsedMessage, parsedText } from '../testing/parsed-message.ts'

const dayMs = 86_400_000
const templates = [{ name: 'suivi', language: 'fr', text: 'Bonjour {{1}}' }]
const missing = '00000000-0000-7000-8000-00000000beef'

async function arrives(desk: IntakeDesk<DeskChannel>, parsed: ParsedMessage): Promise<string> {
  await desk.accept({ messages: [desk.received(parsed, { receivedAt: desk.clock.now() })] })
  return (await desk.conversations())[0]?.id ?? ''
}

it('a mail can be answered, with no limit that a text has', async () => {
  const desk = await openIntakeDesk()
  const { conversations } = desk.inbox
  const id = await arrives(desk, parsedMessage())
  const free = { canReply: true, because: null, windowClosesAt: null, templates: [], maxCharacters: null }
  expect(await conversations.replyOptions(id)).toMatchObject({ medium: 'email', ...free })
  expect(await conversations.measure(id, 'Bonjour')).toBe(null)
  await expect(conversations.replyOptions(missing)).rejects.toMatchObject({ code: 'not-found' })
  await expect(conversations.measure(missing, '')).rejects.toMatchObject({ code: 'not-found' })
})

it('a text says until when it can be answered freely, and that a template can be sent afterwards', async () => {
  const desk = await openTextDesk({ windowMs: dayMs, templates, maxCharacters: 4096 })
  const id = await arrives(desk, parsedText())
  const windowClosesAt = new Date(desk.clock.now().getTime() + dayMs)
  const options = { medium: 'sms', windowClosesAt, templates, maxCharacters: 4096, recipients: null }
  const read = () => desk.inbox.conversations.replyOptions(id)
  expect(await read()).toEqual({ ...options, canReply: true, because: null })
  await desk.clock.advance(dayMs)
  expect(await read()).toEqual({ ...options, canReply: false, because: 'window-closed' })
  await arrives(desk, parsedText({ externalId: 'text:2', text: 'STOP' }))
  expect(await read()).toMatchObject({ canReply: false, because: 'opted-out' })
})

it('says that nobody can be answered, and that nothing can be sent', async () => {
  const bank = await openTextDesk()
  const fromBank = await arrives(bank, parsedText({ from: { name: '', address: 'Ma Banque' } }))
  expect(await bank.inbox.conversations.replyOptions(fromBank)).toMatchObject({ because: 'no-address' })

  const nobody = await openIntakeDesk()
  const ours = { from: nobody.support, replyTo: [] }
  expect(
    await nobody.inbox.conversations.replyOptions(await arrives(nobody, parsedMessage(ours))),
  ).toMatchObject({ canReply: false, because: 'no-address' })

  const { send: _send, ...deaf } = fakeTexting()
  const receiving = await openTextDesk({}, deaf)
  const id = await arrives(receiving, parsedText())
  expect(await receiving.inbox.conversations.replyOptions(id)).toMatchObject({ because: 'cannot-send' })
})

it('says so when the mailbox was removed, or when its channel type is not known any more', async () => {
  const desk = await openIntakeDesk({ ...fakeChannel(), type: 'old' })
  const id = await arrives(desk, parsedMessage())
  await desk.read((tx) => tx.integrations.remove(desk.integrationId))
  const options = await desk.inbox.conversations.replyOptions(id)
  expect(options).toMatchObject({ canReply: false, because: 'cannot-send' })
  expect(await desk.inbox.conversations.measure(id, 'Bonjour')).toBe(null)
})

it('a text is measured as its channel counts; one without end is refused', async () => {
  const desk = await openTextDesk()
  const id = await arrives(desk, parsedText())
  const measure = (text: string) => desk.inbox.conversations.measure(id, text)
  expect(await measure('x'.repeat(161))).toMatchObject({ segments: 2, characters: 161, unitsLeft: 159 })
  await expect(measure('x'.repeat(100_001))).rejects.toMatchObject({ code: 'invalid-input', field: 'text' })
})
