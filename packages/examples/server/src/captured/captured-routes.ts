import { isGuichetError, safeFileName } from '@guichet/core'
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { formText, languageOf } from '../demo-document.ts'
import type { CapturedMail, CapturedMails } from './captured-mails.ts'
import { type CapturedList, capturedListPage, capturedMailPage, capturedPath } from './captured-pages.ts'
import { capturedWords } from './captured-words.ts'
import { captureReader, fileOf, type MailReader } from './read-captured.ts'

export interface CapturedRoutes {
  readonly mails: CapturedMails
  readonly reader: MailReader
  /** Queues a test mail. Throws what `mailer.sendTest` throws. */
  sendTest(to: string): Promise<unknown>
}

/** How long a test mail is waited for, so that it is on the page that answers. */
const patienceMs = 5_000

/** The pages that show what was sent: only of the demo, never of a server that customers reach. */
export function capturedRoutes({ mails, reader, sendTest }: CapturedRoutes): Hono {
  const read = captureReader(reader)
  const app = new Hono()
  // Another site must not be able to send through the demo of whoever visits it.
  app.use(`${capturedPath}/*`, csrf())

  const list = async (request: Request, outcome: CapturedList['outcome']) => {
    const shown = mails.list().map(async (mail) => ({ mail, read: await read(mail) }))
    return capturedListPage({ language: languageOf(request), mails: await Promise.all(shown), outcome })
  }
  app.get(capturedPath, async (context) => context.html(await list(context.req.raw, null)))
  app.post(`${capturedPath}/test`, async (context) => {
    const request = context.req.raw
    const words = capturedWords[languageOf(request)]
    const arriving = mails.next(patienceMs)
    try {
      await sendTest(formText(await request.formData(), 'to'))
    } catch (error) {
      if (!isGuichetError(error)) throw error
      const outcome = { isWell: false, text: words.refused(error.message) }
      return context.html(await list(request, outcome), 422)
    }
    const outcome = { isWell: true, text: (await arriving) === null ? words.late : words.sent }
    return context.html(await list(request, outcome))
  })
  app.get(`${capturedPath}/:id`, async (context) => {
    const mail = mails.get(context.req.param('id'))
    const language = languageOf(context.req.raw)
    if (mail === null) return context.text(capturedWords[language].gone, 404)
    return context.html(capturedMailPage(language, { mail, read: await read(mail) }))
  })
  app.get(`${capturedPath}/:id/raw`, (context) => {
    const mail = mails.get(context.req.param('id'))
    return mail === null ? context.notFound() : download(Buffer.from(mail.raw), `captured-${mail.id}.eml`)
  })
  app.get(`${capturedPath}/:id/files/:index{[0-9]+}`, async (context) => {
    const mail = mails.get(context.req.param('id'))
    const index = Number(context.req.param('index'))
    const file = mail === null ? null : await fileNamed(mail, index)
    return file === null ? context.notFound() : download(file.bytes, file.name)
  })

  async function fileNamed(mail: CapturedMail, index: number) {
    const bytes = await fileOf(reader, mail, index)
    const name = (await read(mail)).attachments[index]?.name
    return bytes === null || name === undefined ? null : { bytes, name }
  }
  return app
}

/** Never shown in the page's own origin, whatever it is. */
function download(bytes: Buffer, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(safeFileName(name))}`,
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    },
  })
}
