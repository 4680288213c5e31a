import type { KeptCallback } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { fakeAccount } from './testing/account.ts'
import { callbackMaker } from './testing/callbacks.ts'
import { kept, rawOf } from './testing/support/raw.ts'
import { vonageSms } from './vonage-sms.ts'

const { parse, webhook } = vonageSms()
const text = ['Bonjour, ', 'ma commande ', 'n’est pas arrivée 😀']
const sms = { from: '33612345678', to: '33644630000', parts: text }
const parts = callbackMaker(fakeAccount())
  .legacyParts(sms)
  .map(({ body }, position) => ({
    ...kept(body, new Date(1_000 * position)),
    callbackId: `sms:${position + 1}`,
  }))

async function joined(...some: readonly (KeptCallback | undefined)[]) {
  const known = some.filter((part) => part !== undefined)
  const message = webhook?.join?.(known, 3)
  return { message, parsed: await parse(rawOf(message)) }
}

describe('a long SMS', () => {
  it('comes in parts that say so', () => {
    const said = parts.map((part) => webhook?.read(part).part)
    expect(said.map((part) => part?.index)).toEqual([1, 2, 3])
    expect(new Set(said.map((part) => part?.group)).size).toBe(1)
    expect(said[0]?.group).toMatch(/^33612345678:33644630000:\d+:3$/)
    for (const part of parts) expect(webhook?.read(part).messages).toEqual([])
  })

  it('is one message in whatever order its parts came, and however often', async () => {
    const [one, two, three] = parts
    const expected = await joined(one, two, three)
    expect(expected.parsed.text).toBe(text.join(''))
    expect(expected.parsed.from?.address).toBe('+33612345678')
    expect(expected.message?.receivedAt).toEqual(new Date(2_000))
    for (const order of [
      [three, one, two],
      [two, three, one],
      [three, three, two, one, one],
    ]) {
      expect(await joined(...order)).toEqual(expected)
    }
  })

  it('marks the parts that never came', async () => {
    const [one, two, three] = parts
    expect((await joined(one, three)).parsed.text).toBe(`Bonjour, [… 2/3]n’est pas arrivée 😀`)
    expect((await joined(two)).parsed.text).toBe('[… 1/3]ma commande [… 3/3]')
    expect((await joined(two)).parsed.externalId).not.toBe((await joined(one, two)).parsed.externalId)
  })

  it.each([
    ['a part beyond the last', { 'concat-part': '4' }],
    ['part 0', { 'concat-part': '0' }],
    ['one part in all', { 'concat-total': '1', 'concat-part': '1' }],
    ['no number', { 'concat-total': 'many' }],
    ['too many parts', { 'concat-total': '999', 'concat-part': '300' }],
    ['no reference', { 'concat-ref': undefined }],
    ['concat false', { concat: 'false' }],
  ])('is a message of its own with %s', (_what, changed) => {
    const part = { msisdn: '33612345678', to: '33644630000', messageId: '1', text: 'a', concat: 'true' }
    const numbers = { 'concat-ref': '7', 'concat-total': '3', 'concat-part': '1' }
    const content = webhook?.read(kept({ ...part, ...numbers, ...changed }))
    expect(content?.part).toBeUndefined()
    expect(content?.messages).toHaveLength(1)
  })
})
