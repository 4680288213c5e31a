import { generateKeyPairSync } from 'node:crypto'
import { isGuichetError, type OutboundAttachment } from '@guichet/core'
import { outboundMail } from '@guichet/core/testing'
import { dkimVerify } from 'mailauth'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { composeMessage } from './compose-message.ts'
import { signWithDkim } from './sign-with-dkim.ts'

function file(changes: Partial<OutboundAttachment> = {}): OutboundAttachment {
  return {
    name: 'Facture n° 12.pdf',
    contentType: 'application/pdf',
    async *open() {
      yield Buffer.from('%PDF-')
      yield Buffer.from([0, 255, 13, 10])
    },
    ...changes,
  }
}

async function refusal(changes: Parameters<typeof outboundMail>[0]) {
  const error = await composeMessage(outboundMail(changes)).catch((thrown: unknown) => thrown)
  if (!isGuichetError(error)) throw new Error('it was not refused')
  return { code: error.code, field: error.field }
}

describe('composeMessage', () => {
  it('carries files byte for byte, with their names', async () => {
    const picture = file({ name: 'logo.png', contentType: 'image/png', contentId: 'logo' })
    const { raw } = await composeMessage(
      outboundMail({ html: '<p><img src="cid:logo"></p>', attachments: [file(), picture] }),
    )
    const { attachments } = await simpleParser(raw)
    const bytes = Buffer.from([...Buffer.from('%PDF-'), 0, 255, 13, 10])
    expect(
      attachments.map(({ filename, contentType, contentDisposition, cid, content }) => ({
        ...{ filename, contentType, contentDisposition, cid, isSame: content.equals(bytes) },
      })),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          filename: 'Facture n° 12.pdf',
          contentDisposition: 'attachment',
          isSame: true,
        }),
        expect.objectContaining({
          filename: 'logo.png',
          contentDisposition: 'inline',
          cid: 'logo',
          isSame: true,
        }),
      ]),
    )
  })

  it('tells hidden recipients to the server and to nobody else', async () => {
    const hidden = { name: 'Comptable', address: 'compta@elsewhere.example' }
    const { raw, envelope } = await composeMessage(outboundMail({ bcc: [hidden] }))
    expect(envelope.to).toContain('compta@elsewhere.example')
    expect(raw.toString('latin1')).not.toMatch(/compta|bcc/i)
  })

  it('names hidden recipients only to a provider that reads them from the headers', async () => {
    const hidden = { name: '', address: 'compta@elsewhere.example' }
    const { raw } = await composeMessage(outboundMail({ bcc: [hidden] }), { keepBcc: true })
    expect(raw.toString('latin1')).toMatch(/^Bcc: compta@elsewhere\.example\r$/m)
  })

  it('says of an automatic answer that no machine may answer it, by two headers and an empty envelope', async () => {
    const { raw, envelope } = await composeMessage(outboundMail({ automatic: 'answer' }))
    const { headers } = await simpleParser(raw)
    expect(envelope.from).toBe('')
    expect(headers.get('auto-submitted')).toBe('auto-replied')
    expect(headers.get('x-auto-response-suppress')).toBe('All')
  })

  it('marks a notice as generated and keeps the address where it bounces to', async () => {
    const { raw, envelope } = await composeMessage(outboundMail({ automatic: 'notice' }))
    expect(envelope.from).toBe('contact@boulangerie-martin.example')
    expect((await simpleParser(raw)).headers.get('auto-submitted')).toBe('auto-generated')
  })

  it('puts none of these on what a person has written', async () => {
    const { raw } = await composeMessage(outboundMail())
    expect(raw.toString('latin1')).not.toMatch(/auto-submitted|auto-response|x-priority|precedence/i)
  })

  it('gives a priority in the words that mail programs know', async () => {
    const { raw } = await composeMessage(outboundMail({ priority: 'high' }))
    expect(raw.toString('latin1')).toMatch(/^Importance: high\r\nX-Priority: 1\r$/m)
  })

  it('writes a domain with accents in its wire form', async () => {
    const to = [{ name: 'Zoé', address: 'zoe@pâtisserie.example' }]
    const { envelope } = await composeMessage(outboundMail({ to }))
    expect(envelope.to).toEqual(['zoe@xn--ptisserie-b2a.example'])
  })

  it.each([
    ['a group', 'friends: a@b.example, c@d.example;'],
    ['two addresses', 'a@b.example, c@d.example'],
    ['a comment', 'a(comment)@b.example'],
    ['a quoted local part', '"a b"@c.example'],
    ['no domain', 'zoe@'],
    ['a local part of 300 characters', `${'a'.repeat(300)}@b.example`],
    ['a local part of 65 bytes in 33 letters', `${'é'.repeat(33)}@b.example`],
    ['a domain of 250 characters', `a@${'b.'.repeat(124)}example`],
    ['nothing', ''],
  ])('refuses %s for an address, naming the field', async (_what, address) => {
    expect(await refusal({ to: [{ name: '', address }] })).toEqual({ code: 'invalid-input', field: 'to' })
    expect(await refusal({ bcc: [{ name: '', address }] })).toEqual({ code: 'invalid-input', field: 'bcc' })
  })

  it('refuses a type of file that is none', async () => {
    const attachments = [file({ contentType: 'application/pdf\r\nBcc: a@b.example' })]
    expect(await refusal({ attachments })).toEqual({ code: 'invalid-input', field: 'attachments' })
  })

  it('keeps line breaks out of the header lines of a file', async () => {
    const { raw } = await composeMessage(
      outboundMail({ attachments: [file({ name: 'a\r\nBcc: b@c.example.pdf' })] }),
    )
    expect(raw.toString('latin1')).not.toMatch(/^bcc:/im)
  })

  it('refuses a message for nobody', async () => {
    expect(await refusal({ to: [] })).toEqual({ code: 'invalid-input', field: 'to' })
  })

  it('composes an empty text', async () => {
    const { raw } = await composeMessage(outboundMail({ text: '', html: '', subject: '' }))
    expect((await simpleParser(raw)).text?.trim() ?? '').toBe('')
  })
})

describe('signWithDkim', () => {
  it('signs so that another implementation finds the domain proven, and a changed text not', async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const published = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    const { raw } = await composeMessage(outboundMail())
    const signed = await signWithDkim(raw, {
      domain: 'boulangerie-martin.example',
      selector: 's1',
      privateKey,
    })
    const verify = async (message: Buffer) => {
      const resolver = async (name: string) => {
        expect(name).toBe('s1._domainkey.boulangerie-martin.example')
        return [[`v=DKIM1; k=rsa; p=${published}`]]
      }
      const { results } = await dkimVerify(message, { resolver })
      return results.map(({ status }) => status.result)
    }
    expect(await verify(signed)).toEqual(['pass'])
    expect(
      await verify(Buffer.from(signed.toString('latin1').replace('samedi', 'dimanche'), 'latin1')),
    ).not.toEqual(['pass'])
  })
})
