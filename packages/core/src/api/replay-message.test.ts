import { beforeEach, describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { Message } from '../model/message.ts'
import { fakeChannel, parsedMessage } from '../testing/index.ts'
import { type IntakeDesk, openIntakeDesk } from '../testing/intake-desk.ts'

let desk: IntakeDesk
let parserIs: 'broken' | 'mended'

beforeEach(async () => {
  parserIs = 'mended'
  const channel = fakeChannel()
  desk = await openIntakeDesk({
    ...channel,
    async parse(raw) {
      const parsed = await channel.parse(raw)
      if (parserIs === 'mended' || parsed.mailId !== 'broken@x') return parsed
      throw new GuichetError('unparsable', 'its header has no end')
    },
  })
})

const maria = { kind: 'person', id: 'maria' } as const
const question = parsedMessage({ mailId: 'q@x', sentAt: new Date('2026-11-02T08:00:00Z') })
const broken = parsedMessage({
  ...{ mailId: 'broken@x', references: ['q@x'], text: 'Merci !', sentAt: new Date('2026-11-02T08:05:00Z') },
})

async function quarantine(isHistory = false): Promise<Message> {
  parserIs = 'broken'
  const facts = isHistory
    ? { receivedAt: new Date('2020-01-01T00:00:00Z') }
    : { receivedAt: desk.clock.now() }
  await desk.accept({ messages: [desk.received(broken, { ...facts, isHistory, locator: 'INBOX/1/9' })] })
  const { items } = await desk.inbox.messages.quarantined()
  const [message, ...others] = items
  if (message === undefined || others.length > 0) throw new Error('one message is in quarantine')
  await desk.news()
  return message
}

describe('a message in quarantine, tried again', () => {
  it('joins its conversation under its id and is announced, as if it had just come', async () => {
    await desk.accept({ messages: [desk.received(question)] })
    const { id, conversationId, receivedAt } = await quarantine()
    parserIs = 'mended'
    const replayed = await desk.inbox.messages.replay(id, maria)
    expect(replayed).toMatchObject({ id, parseState: 'ok', parseError: null, text: 'Merci !', receivedAt })
    expect(replayed).toMatchObject({ threading: { rule: 'reference', evidence: 'q@x' } })
    expect(await desk.conversations()).toMatchObject([{ messageCount: 2, snippet: 'Merci !' }])
    expect(await desk.news()).toMatchObject([
      { type: 'conversation.removed', conversationId, actor: maria },
      { type: 'message.received', messageId: id, conversationId: replayed.conversationId },
    ])
    expect((await desk.inbox.messages.quarantined()).items).toEqual([])
    const counts = await desk.read((tx) => tx.sources.countLocated(desk.integrationId, 'INBOX/1/'))
    expect(counts).toEqual({ stored: 1, quarantined: 0, deleted: 0 })
    const original = Buffer.concat(await Array.fromAsync(await desk.inbox.messages.raw(id)))
    expect(original.toString()).toContain('Merci !')
  })

  it('does not come twice when the mailbox is read again', async () => {
    const { id } = await quarantine()
    parserIs = 'mended'
    await desk.inbox.messages.replay(id)
    const again = desk.received(broken, { locator: 'INBOX/2/1' })
    expect(await desk.accept({ messages: [again] })).toMatchObject({ stored: 0, known: 1 })
  })

  it('stays with the reason of today when it still cannot be read', async () => {
    const { id, conversationId } = await quarantine()
    const replayed = await desk.inbox.messages.replay(id)
    expect(replayed).toMatchObject({ id, conversationId, parseState: 'failed' })
    expect(replayed.parseError).toBe('its header has no end')
    expect(await desk.news()).toEqual([])
  })

  it('says nothing when it was there before we were', async () => {
    const { id } = await quarantine(true)
    parserIs = 'mended'
    await desk.inbox.messages.replay(id)
    expect((await desk.news()).map(({ type }) => type)).toEqual(['conversation.removed'])
  })

  it('turns out to be one that is stored already: that one is returned, and nothing is left of it', async () => {
    const { id } = await quarantine()
    parserIs = 'mended'
    await desk.accept({ messages: [desk.received(broken, { locator: 'INBOX/2/1' })] })
    const replayed = await desk.inbox.messages.replay(id)
    expect(replayed.id).not.toBe(id)
    expect(replayed).toMatchObject({ parseState: 'ok', text: 'Merci !' })
    await expect(desk.inbox.messages.get(id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await desk.conversations()).toMatchObject([{ messageCount: 1 }])
  })

  it('is refused for one that was understood, and for one whose mailbox was removed', async () => {
    const { id } = await quarantine()
    await desk.read((tx) => tx.integrations.remove(desk.integrationId))
    await expect(desk.inbox.messages.replay(id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(desk.inbox.messages.replay('x')).rejects.toMatchObject({ code: 'not-found' })

    desk = await openIntakeDesk()
    await desk.accept({ messages: [desk.received(question)] })
    const [conversation] = await desk.conversations()
    const understood = desk.inbox.messages.replay(conversation?.lastMessageId ?? '')
    await expect(understood).rejects.toMatchObject({ code: 'conflict' })
  })
})
