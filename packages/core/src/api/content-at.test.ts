import { expect, it } from 'vitest'
import type { RawContent, RawMessage } from '../ports/channel.ts'
import { contentAt } from './content-at.ts'

/** A channel whose messages are words: each word after the first is a file, and in capitals a message. */
const channel = {
  content: (raw: RawMessage): Promise<RawContent> => {
    const [text = '', ...files] = Buffer.from(raw.bytes ?? [])
      .toString()
      .split(' ')
    const mail = { subject: '', from: null, date: null, files: [] }
    const mails = files.flatMap((file, attachment) =>
      file === file.toUpperCase() ? [{ ...mail, attachment }] : [],
    )
    return Promise.resolve({ text, html: null, pictures: [], mails })
  },
  attachment: (raw: RawMessage, index: number) => {
    const words = Buffer.from(raw.bytes ?? [])
      .toString()
      .split(' ')
    return Promise.resolve(one([...(words[index + 1] ?? '')].join('').replaceAll('_', ' ')))
  },
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

const raw = (text: string): RawMessage => {
  const bytes = Buffer.from(text)
  return { size: bytes.length, sha256: '', bytes, open: () => one(text) }
}

it('reads the message, the message within it, and no file that is none', async () => {
  const outer = raw('Outer file INNER_DEEP')
  expect((await contentAt(channel, outer, [])).text).toBe('Outer')
  expect((await contentAt(channel, outer, [1])).text).toBe('INNER')
  expect((await contentAt(channel, outer, [1, 0])).text).toBe('DEEP')
  await expect(contentAt(channel, outer, [0])).rejects.toMatchObject({ code: 'not-found' })
  await expect(contentAt(channel, outer, [7])).rejects.toMatchObject({ code: 'not-found' })
})

it('goes no deeper than five', async () => {
  await expect(contentAt(channel, raw('A B'), [0, 0, 0, 0, 0, 0])).rejects.toMatchObject({
    code: 'not-found',
  })
})

it('leaves a message that is too large to a download', async () => {
  const huge = { ...channel, attachment: () => Promise.resolve(one('x'.repeat(17 * 1024 * 1024))) }
  await expect(contentAt(huge, raw('A B'), [0])).rejects.toMatchObject({ code: 'invalid-input' })
})
