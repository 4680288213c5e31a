import { beforeEach, describe, expect, it } from 'vitest'
import type { ReceivedMessage } from '../ports/channel.ts'
import { parsedMessage } from '../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'

let desk: IntakeDesk

beforeEach(async () => {
  desk = await openIntakeDesk()
})

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute))
const one = parsedMessage({ mailId: 'same@x', externalId: 'mail:1', text: 'one', sentAt: at(1) })
const two = parsedMessage({ mailId: 'same@x', externalId: 'mail:2', text: 'two', sentAt: at(2) })

const take = (...messages: readonly ReceivedMessage[]) => desk.accept({ messages })

async function texts(): Promise<readonly string[]> {
  const conversations = await desk.conversations()
  const messages = await Promise.all(conversations.map(({ id }) => desk.messagesOf(id)))
  return messages
    .flat()
    .map(({ text }) => text)
    .sort()
}

describe('two mails with one Message-ID', () => {
  it('both survive, and the second says that its id was used before', async () => {
    await take(desk.received(one))
    await take(desk.received(two))
    expect(await texts()).toEqual(['one', 'two'])
    const [conversation] = await desk.conversations()
    const stored = await desk.messagesOf(conversation?.id ?? '')
    expect(stored.map(({ threading }) => threading.repeatsMailId)).toEqual([undefined, true])
  })

  it('both survive in one batch', async () => {
    await take(desk.received(one), desk.received(two))
    expect(await texts()).toEqual(['one', 'two'])
  })

  it('do not hide a stranger: what he sends under a known id opens a conversation of its own', async () => {
    await take(desk.received(one))
    const mallory = { name: '', address: 'mallory@evil.example' }
    await take(desk.received({ ...two, from: mallory }))
    const all = await Promise.all((await desk.conversations()).map(({ id }) => desk.messagesOf(id)))
    expect(all.map((messages) => messages.length)).toEqual([1, 1])
    const strange = all.flat().find(({ from }) => from?.address === mallory.address)
    expect(strange?.threading).toMatchObject({ rule: 'new', repeatsMailId: true })
  })

  it('is not said of a mail that others only referred to before', async () => {
    const answer = { mailId: 'answer@x', externalId: 'mail:a', references: ['same@x'], sentAt: at(3) }
    await take(desk.received(parsedMessage(answer)))
    await take(desk.received(one))
    const [conversation] = await desk.conversations()
    const stored = await desk.messagesOf(conversation?.id ?? '')
    expect(stored.map(({ threading }) => threading.repeatsMailId)).toEqual([undefined, undefined])
  })
})

it('mails without any Message-ID never merge', async () => {
  const bare = (text: string) => parsedMessage({ mailId: null, externalId: `mail:${text}`, text })
  await take(desk.received(bare('one')), desk.received(bare('two')))
  expect(await desk.conversations()).toHaveLength(2)
})

describe('a message the server has an id for', () => {
  const known = { origin: { providerId: '1278455344230334865' } }

  it('is one message in every folder it is in, however its bytes differ', async () => {
    await take(desk.received(one, { ...known, locator: 'INBOX/1/1' }))
    const result = await take(desk.received(two, { ...known, locator: 'Archive/9/1' }))
    expect(result).toMatchObject({ stored: 0, known: 1 })
    expect(await texts()).toEqual(['one'])
    const counts = await desk.read((tx) => tx.sources.countLocated(desk.integrationId, ''))
    expect(counts).toMatchObject({ stored: 2 })
  })

  it('is one message when both come in one batch', async () => {
    const folders = ['INBOX/1/1', 'Archive/9/1'].map((locator, index) =>
      desk.received(index === 0 ? one : two, { ...known, locator }),
    )
    expect(await take(...folders)).toMatchObject({ stored: 1, known: 1 })
    expect(await texts()).toEqual(['one'])
  })

  it('stays one message when it is moved: a new place, the old one gone', async () => {
    await take(desk.received(one, { ...known, locator: 'INBOX/1/1' }))
    await desk.news()
    const moved = desk.received(one, { ...known, locator: 'Archive/9/1' })
    await desk.accept({ messages: [moved], gone: ['INBOX/1/1'] })
    const counted = (prefix: string) => desk.read((tx) => tx.sources.countLocated(desk.integrationId, prefix))
    expect(await counted('INBOX/')).toMatchObject({ stored: 0 })
    expect(await counted('Archive/')).toMatchObject({ stored: 1 })
    expect(await desk.news()).toEqual([])
  })

  it('leaves mails apart that have different ids there, unless they are the same mail', async () => {
    const other = { origin: { providerId: '2' } }
    await take(desk.received(one, known), desk.received(two, other))
    expect(await texts()).toEqual(['one', 'two'])
    expect(await take(desk.received(one, other))).toMatchObject({ stored: 0, known: 1 })
  })

  it('takes an empty id for none', async () => {
    const empty = { origin: { providerId: ' ' } }
    await take(desk.received(one, empty), desk.received(two, empty))
    expect(await texts()).toEqual(['one', 'two'])
  })
})

it('the same mail direct and through a list that adds a footer is two messages in one conversation', async () => {
  const direct = parsedMessage({ mailId: 'q@x', externalId: 'mail:direct', text: 'Bonjour' })
  const listed = parsedMessage({
    ...{ mailId: 'q@x', externalId: 'mail:listed', text: 'Bonjour\n___\nstaff mailing list' },
    headers: new Map([['list-id', ['<staff.acme.example>']]]),
  })
  await take(desk.received(direct), desk.received(listed))
  const [conversation, ...others] = await desk.conversations()
  expect(others).toEqual([])
  expect(conversation).toMatchObject({ messageCount: 2 })
})

it('fifty deliveries of one mail at once store one', async () => {
  const results = await Promise.all(Array.from({ length: 50 }, () => take(desk.received(one))))
  expect(results.filter(({ stored }) => stored === 1)).toHaveLength(1)
  expect(results.filter(({ known }) => known === 1)).toHaveLength(49)
  expect(await texts()).toEqual(['one'])
})
