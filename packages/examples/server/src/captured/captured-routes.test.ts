import { GuichetError } from '@guichet/core'
import { testClock } from '@guichet/core/testing'
import { imap } from '@guichet/imap'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capturedMails } from './captured-mails.ts'
import { capturedRoutes } from './captured-routes.ts'
import { type DemoCapture, startDemoCapture } from './demo-capture.ts'

const origin = 'http://localhost:3000'
const clock = testClock({ start: new Date('2026-11-20T09:00:00Z') })
const png = Buffer.from('89504e470d0a1a0a', 'hex')

let capture: DemoCapture
let asked: string[]
let refusal: GuichetError | null

beforeEach(async () => {
  capture = await startDemoCapture(clock)
  asked = []
  refusal = null
})
afterEach(async () => {
  await capture.sender.close?.()
  await capture.stop()
})

function pages() {
  const sendTest = async (to: string) => {
    if (refusal !== null) throw refusal
    asked.push(to)
    await send()
  }
  return capturedRoutes({ mails: capture.mails, reader: imap(), sendTest })
}

/** Through the server, as the application's own sender does. */
async function send() {
  await capture.sender.send(
    {
      id: 'm1',
      mailId: 'm1@acme.example',
      from: { name: 'Boulangerie <Martin>', address: 'contact@boulangerie-martin.example' },
      to: [{ name: '', address: 'claire@client.example' }],
      cc: [],
      bcc: [{ name: '', address: 'archive@boulangerie-martin.example' }],
      subject: 'Votre facture <42>',
      text: 'La voici.',
      html: '<p onclick="x()">La <b>voici</b>.</p><img src="cid:logo@acme" alt="">',
      attachments: [
        {
          name: 'facture.txt',
          contentType: 'text/plain',
          open: async function* () {
            yield Buffer.from('42 €')
          },
        },
        {
          name: 'logo.png',
          contentType: 'image/png',
          contentId: 'logo@acme',
          open: async function* () {
            yield png
          },
        },
      ],
      inReplyTo: null,
      references: [],
      date: clock.now(),
    },
    'demo',
  )
}

const text = async (response: Response | Promise<Response>) => (await response).text()

test('what was sent is listed, and nothing of it is taken for HTML of the page', async () => {
  const app = pages()
  expect(await text(app.request('/demo/mail?lang=en'))).toContain('Nothing was sent yet')
  await send()
  const list = await text(app.request('/demo/mail?lang=fr'))
  expect(list).toContain('<a href="/demo/mail/1?lang=fr">Votre facture &lt;42&gt;</a>')
  expect(list).toContain('Boulangerie &lt;Martin&gt;')
  expect(list).toContain('claire@client.example, archive@boulangerie-martin.example')
})

test('a mail is shown with its HTML in a frame without rights, its text, headers and files', async () => {
  const app = pages()
  await send()
  const page = await text(app.request('/demo/mail/1?lang=en'))
  expect(page).toMatch(
    /<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"[^>]*srcdoc="[^"]*&lt;b&gt;voici/,
  )
  expect(page).not.toContain('<p onclick')
  expect(page).toContain('default-src &#39;none&#39;')
  expect(page).toContain(`data:image/png;base64,${png.toString('base64')}`)
  expect(page).toContain('<pre>La voici.</pre>')
  expect(page).toContain('Message-ID: &lt;m1@acme.example&gt;')
  expect(page).toMatch(/Blind copy<\/th><td>archive@boulangerie-martin\.example/)
  expect(page).toContain('href="/demo/mail/1/files/1" download>facture.txt</a>')
})

test('files and the message itself are downloaded, and never shown as a page of ours', async () => {
  const app = pages()
  await send()
  const file = await app.request('/demo/mail/1/files/1')
  expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''facture.txt")
  expect(file.headers.get('content-security-policy')).toBe('sandbox')
  expect(await file.text()).toBe('42 €')
  expect(await text(app.request('/demo/mail/1/raw'))).toContain('Subject:')
  for (const path of ['/demo/mail/1/files/7', '/demo/mail/2', '/demo/mail/2/raw', '/demo/mail/2/files/0'])
    expect((await app.request(path)).status, path).toBe(404)
})

test('what cannot be read is shown as it came', async () => {
  const mails = capturedMails(clock)
  mails.keep({ raw: Buffer.alloc(0), recipients: ['claire@client.example'] })
  const reader = { parse: () => Promise.reject(new GuichetError('unparsable', 'not a mail')) }
  const app = capturedRoutes({ mails, reader, sendTest: async () => undefined })
  expect(await text(app.request('/demo/mail?lang=en'))).toContain('(no subject)')
})

const testMail = (app: ReturnType<typeof pages>, from = origin) =>
  app.request(`${origin}/demo/mail/test?lang=en`, {
    method: 'POST',
    body: new URLSearchParams({ to: 'zoe@client.example' }),
    headers: { origin: from },
  })

test('a test mail is on the page that answers', async () => {
  const answer = await testMail(pages())
  expect(await answer.text()).toMatch(/Sent and captured[\s\S]*Votre facture/)
  expect(asked).toEqual(['zoe@client.example'])
})

test('a refused test mail is said to be, and a form of another site sends none', async () => {
  refusal = new GuichetError('invalid-input', 'to: this is no address', { field: 'to' })
  const refused = await testMail(pages())
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('this is no address')])
  expect((await testMail(pages(), 'https://evil.example')).status).toBe(403)
  expect(asked).toEqual([])
})
