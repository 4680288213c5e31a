import { describe, expect, it } from 'vitest'
import { fakeAccount } from '../testing/account.ts'
import { callbackMaker } from '../testing/callbacks.ts'
import { kept, onlyMessage, rawOf } from '../testing/support/raw.ts'
import { vonageSms } from '../vonage-sms.ts'

const maker = callbackMaker(fakeAccount())
const { parse, attachment, webhook } = vonageSms()
const sms = { from: '33612345678', to: '33644630000', text: '' }

function rawSms(text: string, more: Readonly<Record<string, string>> = {}, as: 'form' | 'json' = 'form') {
  const { body } = maker.legacySms({ ...sms, text }, { as, more })
  const content = webhook?.read(kept(body))
  if (content === undefined) throw new Error('an SMS is read')
  return rawOf(onlyMessage(content))
}

describe('an SMS in the older form', () => {
  it.each(['form', 'json'] as const)('is read from a %s', async (as) => {
    const text = 'Ça va ? 100 % & plus = 日本語 😀\nfin'
    expect(await parse(rawSms(text, { messageId: '0A01' }, as))).toMatchObject({
      externalId: '0A01',
      mailId: null,
      from: { name: '', address: '+33612345678' },
      to: [{ name: '', address: '+33644630000' }],
      text,
      attachments: [],
      // The date in it is that of the callback.
      sentAt: null,
    })
  })

  it('keeps senders that are no numbers as they are', async () => {
    for (const msisdn of ['36105', 'La Poste', 'INFO']) {
      expect((await parse(rawSms('a', { msisdn }))).from?.address).toBe(msisdn)
    }
    expect((await parse(rawSms('a', { msisdn: '' }))).from).toBeNull()
  })

  it('stays one when a blank status is added to it', async () => {
    expect((await parse(rawSms('a', { status: '' }))).text).toBe('a')
  })

  it('that is no text has its bytes as a file', async () => {
    const raw = rawSms('', { type: 'binary', data: '48656C6C6F00ff', udh: '06050415811581' })
    const { text, attachments } = await parse(raw)
    expect(text).toBe('[binary]')
    expect(attachments).toEqual([
      { name: 'sms.bin', contentType: 'application/octet-stream', size: 7, contentId: null, inline: false },
    ])
    const bytes = await attachment?.(raw, 0)
    expect(Buffer.concat(await Array.fromAsync(bytes ?? [])).toString('latin1')).toBe('Hello\0\u00ff')
    expect(await attachment?.(raw, 1)).toBeNull()
    expect(await attachment?.(rawSms('a'), 0)).toBeNull()
  })

  it('holds nothing that cannot be stored', async () => {
    expect((await parse(rawSms('a\0b'))).text).toBe('a\uFFFDb')
  })
})
