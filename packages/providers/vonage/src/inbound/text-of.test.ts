import type { ParsedMessage } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import { kept, onlyMessage, rawOf } from '../testing/support/raw.ts'
import { vonageWhatsApp } from '../vonage-whatsapp.ts'

const { parse, webhook } = vonageWhatsApp()

function parsed(body: Readonly<Record<string, unknown>>): Promise<ParsedMessage> {
  const base = { channel: 'whatsapp', message_uuid: 'a', to: '33644630000', from: '33612345678' }
  const content = webhook?.read(kept({ ...base, ...body }))
  return parse(rawOf(content && onlyMessage(content)))
}

describe('what a message says that has no words', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'contact',
      {
        contact: [
          {
            name: { formatted_name: 'Ann Martin', first_name: 'Ann' },
            phones: [{ phone: '+33 6 12 34 56 78', type: 'CELL', wa_id: '33612345678' }],
            emails: [{ email: 'ann@example.com' }],
          },
        ],
      },
      '👤 Ann Martin\n+33 6 12 34 56 78\nann@example.com',
    ],
    ['contact', { contact: 'somebody' }, '👤'],
    ['contact', {}, '👤'],
    [
      'location',
      { location: { lat: 48.85, long: 2.35 } },
      '📍\nhttps://www.openstreetmap.org/?mlat=48.85&mlon=2.35',
    ],
    ['location', { location: { name: 'Paris' } }, '📍 Paris'],
    ['reaction', { reaction: { action: 'unreact' } }, '✖️'],
    ['reaction', { reaction: { action: 'react', emoji: '👍🏽' } }, '👍🏽'],
    ['reply', { reply: { id: '1', title: 'Oui' } }, 'Oui'],
    ['button', { button: { payload: { a: 1 }, text: 'Confirmer' } }, 'Confirmer'],
    ['order', { order: { catalog_id: '1' } }, '🛒'],
    ['vcard', { vcard: { url: 'https://api.nexmo.com/v3/files/1', name: 'ann.vcf' } }, '👤 ann.vcf'],
    ['file', { file: { url: 'https://api.nexmo.com/v3/files/1', name: 'devis.pdf' } }, '📎 devis.pdf'],
    ['file', { file: { url: 'https://api.nexmo.com/v3/files/1' } }, '📎'],
    ['sticker', { sticker: { id: '123' } }, '[sticker]'],
    ['image', { image: { url: 12, caption: 'photo' } }, 'photo'],
    ['image', { image: 'none' }, '[image]'],
    ['unsupported', {}, '[unsupported]'],
    ['custom', { custom: { type: 'flow' } }, '[custom]'],
    ['hologram', { hologram: { url: 'https://api.nexmo.com/1' } }, '[hologram]'],
    ['text', { text: '' }, '[text]'],
    ['text', { text: { body: 'a' } }, '[text]'],
  ])('%s %j', async (message_type, content, expected) => {
    expect((await parsed({ message_type, ...content })).text).toBe(expected)
  })

  it('nothing at all is still a message', async () => {
    expect((await parsed({})).text).toBe('[empty]')
  })

  it('several files with captions are several attachments', async () => {
    const content = [
      { type: 'image', url: 'https://api.nexmo.com/v3/files/a.jpg', caption: 'devant' },
      { type: 'video', url: 'https://api.nexmo.com/v3/files/2', caption: 'derrière' },
      { type: 'file', caption: 'without a url' },
    ]
    const { text, attachments } = await parsed({ channel: 'mms', message_type: 'content', content })
    expect(text).toBe('devant\nderrière')
    expect(attachments.map(({ name, contentType }) => [name, contentType])).toEqual([
      ['a.jpg', 'image/jpeg'],
      ['video.mp4', 'video/mp4'],
    ])
  })
})

describe('who wrote', () => {
  const sender = (whatsapp: unknown, more = {}) =>
    parsed({ message_type: 'text', text: 'a', whatsapp, ...more })

  it('without a number is a user of WhatsApp', async () => {
    const message = await sender({ sender: { user_id: 'US.13491208655302741918' } }, { from: undefined })
    expect(message.from?.address).toBe('US.13491208655302741918')
    expect(message.fromAlso).toBeUndefined()
  })

  it('may be called by his user id, with his number beside it', async () => {
    const id = 'FR.ENT.13491208655302741918'
    const message = await sender({ sender: { user_id: id, wa_id: '33612345678' } }, { from: id })
    expect(message).toMatchObject({ from: { address: '+33612345678' }, fromAlso: [id] })
  })

  it('is nobody when nobody is named', async () => {
    expect((await sender(null, { from: null })).from).toBeNull()
    expect((await sender('x', { from: '' })).from).toBeNull()
  })

  it('has the name that he gave himself, as far as it can be stored', async () => {
    const message = await sender(null, { profile: { name: `Ann\0${'x'.repeat(500)}` } })
    expect(message.from?.name).toMatch(/^Ann\uFFFDx+$/)
    expect(message.from?.name).toHaveLength(200)
    expect((await sender(null, { profile: { username: 'ann' } })).from?.name).toBe('ann')
  })
})
