import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { MailInput } from '../inbox-mailer.ts'
import { type MailDesk, openMailDesk } from '../testing/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.stop())

async function refusalOf(mail: MailInput): Promise<{ readonly field: string; readonly message: string }> {
  try {
    await desk.inbox.mailer.send(mail)
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-input' })
    expect(await listed()).toEqual([])
    return error as { field: string; message: string }
  }
  throw new Error('it was taken')
}

const listed = async () => (await desk.inbox.mailer.list()).items.map(({ subject }) => subject)
const ok = { to: 'ada@client.example', subject: 'Facture', text: 'La voici.' }
const big = (bytes: number) => ({ name: 'big.bin', content: new Uint8Array(bytes) })
async function* stream(chunks: number) {
  for (let at = 0; at < chunks; at += 1) yield new Uint8Array(1024 * 1024)
}

describe('nothing is queued of a mail', () => {
  it.each<[string, MailInput, string, RegExp]>([
    ['to nobody', { ...ok, to: [] }, 'to', /at least one address/],
    ['to no address', { ...ok, to: 'ada' }, 'to', /name@example\.com/],
    ['to a list in one address', { ...ok, to: 'a@x.example, b@x.example' }, 'to', /name@example\.com/],
    ['to a group', { ...ok, cc: 'friends: a@x.example;' }, 'cc', /name@example\.com/],
    [
      'to a name with its address in one text',
      { ...ok, to: ['a@x.example', 'B <b@x.example>'] },
      'to.1',
      /name@/,
    ],
    ['to a domain with nothing between two dots', { ...ok, to: 'a@x..example' }, 'to', /name@example\.com/],
    ['to a domain that ends in a dot', { ...ok, to: 'a@x.example.' }, 'to', /name@example\.com/],
    ['to an IP address', { ...ok, to: 'a@192.0.2.1' }, 'to', /name@example\.com/],
    ['to a name of 64 letters between two dots', { ...ok, to: `a@${'b'.repeat(64)}.example` }, 'to', /name@/],
    ['to what was pasted with something invisible', { ...ok, to: 'a\u200b@x.example' }, 'to', /invisible/],
    ['whose address breaks the line', { ...ok, bcc: 'a@x.example\r\nBcc: b@x.example' }, 'bcc', /one line/],
    ['whose name breaks the line', { ...ok, to: { name: 'A\nB', address: 'a@x.example' } }, 'to', /one line/],
    ['whose subject breaks the line', { ...ok, subject: 'A\r\nBcc: b@x.example' }, 'subject', /one line/],
    ['whose reply address is none', { ...ok, replyTo: 'x' }, 'replyTo', /name@example\.com/],
    ['with a local part of 300 letters', { ...ok, to: `${'a'.repeat(300)}@x.example` }, 'to', /64 bytes/],
    ['with an address of 300 letters', { ...ok, to: `a@${'b.'.repeat(150)}example` }, 'to', /254 bytes/],
    [
      'to more than 50',
      { ...ok, to: Array.from({ length: 51 }, (_, at) => `a${at}@x.example`) },
      'to',
      /several mails/,
    ],
    ['without a subject', { ...ok, subject: ' ' }, 'subject', /needs a subject/],
    ['without a text', { ...ok, text: ' \n' }, 'text', /empty/],
    [
      'whose HTML shows nothing',
      { to: ok.to, subject: 'A', html: '<p> </p><style>p{}</style>' },
      'html',
      /empty/,
    ],
    [
      'with 26 MB of files',
      { ...ok, attachments: [big(20_000_000), big(6_300_000)] },
      'attachments',
      /25 MB.*link/,
    ],
    [
      'with 50 MB in a stream',
      { ...ok, attachments: [{ name: 'a', content: stream(50) }] },
      'attachments',
      /25 MB/,
    ],
    [
      'with a program',
      { ...ok, attachments: [{ name: 'a', content: Buffer.from('MZ\x90\0') }] },
      'attachments',
      /program/,
    ],
    [
      'with a file that is none',
      { ...ok, attachments: [{ name: 'a' } as never] },
      'attachments.0',
      /content/,
    ],
    [
      'with an upload that is not there',
      { ...ok, attachments: [{ upload: 'x' }] },
      'attachments',
      /attach it again/,
    ],
    ['with a priority nobody knows', { ...ok, priority: 'urgent' as 'high' }, 'priority', /high/],
    ['for yesterday', { ...ok, sendAt: new Date('2020-01-01') }, 'sendAt', /future/],
    ['with a template where there are none', { to: ok.to, template: { name: 'x' } }, 'template', /templates/],
  ])('%s', async (_, mail, field, words) => {
    const refusal = await refusalOf(mail)
    expect(refusal.field).toBe(field)
    expect(refusal.message).toMatch(words)
  })

  it('whose data do not fit the template, as the field that is wrong in the mail', async () => {
    const wrong = new GuichetError('invalid-input', 'data.order: a text', { field: 'data.order' })
    const { inbox, stop } = await openMailDesk({ templates: { render: () => Promise.reject(wrong) } })
    const mail = { to: ok.to, template: { name: 'order', data: {} } }
    await expect(inbox.mailer.send(mail)).rejects.toMatchObject({
      ...{ field: 'template.data.order', message: 'template.data.order: a text' },
    })
    await stop()
  })

  it('whose file name breaks the line: it is made one that can be saved', async () => {
    const { attachments } = await desk.send({ attachments: [{ ...big(1), name: 'a\r\nBcc: b@x.example' }] })
    expect(attachments[0]?.name).not.toMatch(/[\r\n:]/)
  })

  it('that is exactly as large as it may be: that one is taken', async () => {
    const { attachments } = await desk.send({ attachments: [big(25 * 1024 * 1024)] })
    expect(attachments[0]?.size).toBe(25 * 1024 * 1024)
  })
})
