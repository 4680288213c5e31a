import { expect, it } from 'vitest'
import type { MessageContent } from '../model/message-content.ts'
import type { RawContent } from '../ports/channel.ts'
import { fakeChannel, parsedMessage } from '../testing/index.ts'
import { openIntakeDesk } from '../testing/intake-desk.ts'

const introduction = 'On 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrote:'
const text = `Tomorrow.\n\nRegards,\nBob\nCustomer Ltd\n\n${introduction}\n> When?`

async function contentOf(content: Omit<RawContent, 'pictures'>): Promise<MessageContent> {
  const desk = await openIntakeDesk({
    ...fakeChannel(),
    content: () => Promise.resolve({ ...content, pictures: [] }),
  })
  await desk.accept({ messages: [desk.received(parsedMessage({ text: content.text }))] })
  const [conversation] = await desk.conversations()
  const [message] = await desk.messagesOf(conversation?.id ?? '')
  if (message === undefined) throw new Error('a message arrived')
  return desk.inbox.messages.content(message.id)
}

it('takes the text of a message apart', async () => {
  const { parts, hasReply } = await contentOf({ text, html: null })
  expect(hasReply).toBe(true)
  expect(parts.map(({ kind }) => kind)).toEqual(['reply', 'closing', 'signature', 'quote'])
  expect(parts.map((part) => part.text).join('')).toBe(text)
})

it('goes by the HTML where there is one, because its marks say more than its words', async () => {
  const html = '<div>Tomorrow.</div><div class="gmail_quote">When?</div>'
  const { parts } = await contentOf({ text: 'Tomorrow.\n\nWhen?', html })
  expect(parts).toEqual([
    { kind: 'reply', text: 'Tomorrow.\n' },
    { kind: 'quote', text: 'When?\n' },
  ])
})

it('goes by the text where the HTML says nothing', async () => {
  const { parts, text: shown } = await contentOf({ text: 'Tomorrow.', html: '<p><img src="cid:a"></p>' })
  expect(shown).toBe('Tomorrow.')
  expect(parts).toEqual([{ kind: 'reply', text: 'Tomorrow.' }])
})

it('says so when nothing was newly written', async () => {
  const { parts, hasReply } = await contentOf({ text: '> When?', html: null })
  expect(hasReply).toBe(false)
  expect(parts).toEqual([{ kind: 'quote', text: '> When?' }])
})
