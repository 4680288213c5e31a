import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { formText, languageOf } from '../demo-document.ts'
import { type DemoMessage, fromSomebody } from './demo-message.ts'
import { demoPage } from './demo-page.ts'
import type { DemoSender } from './demo-sender.ts'
import { demoWords } from './demo-words.ts'

/** Where the site of the bakery takes answers to its form: it would mail them. */
export const answersPath = '/demo/answers'

/** The page `/demo`: only of the demo, never of a server that customers reach. */
export function demoRoutes(send: DemoSender): Hono {
  const app = new Hono()
  // Another site must not be able to write into the demo of whoever visits it.
  app.use('/demo', csrf())
  app.get('/demo', (context) =>
    context.html(demoPage({ language: languageOf(context.req.raw), outcome: null })),
  )
  app.post('/demo', async (context) => {
    const language = languageOf(context.req.raw)
    const words = demoWords[language]
    try {
      const status = await send(fromSomebody(messageOf(await context.req.formData())))
      const isWell = status < 300
      const outcome = { isWell, text: isWell ? words.sent : words.refused(status) }
      return context.html(demoPage({ language, outcome }), isWell ? 200 : 502)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return context.html(demoPage({ language, outcome: { isWell: false, text: error.message } }), 422)
    }
  })
  app.post(answersPath, (context) => context.body(null, 204))
  return app
}

function messageOf(form: FormData): DemoMessage {
  const text = (name: string) => formText(form, name)
  const [channel, kind] = [text('channel'), text('kind')]
  return {
    channel: channel === 'whatsapp' || channel === 'webhook' ? channel : 'sms',
    kind: channel === 'whatsapp' && (kind === 'photo' || kind === 'place') ? kind : 'text',
    ...{ text: text('text'), from: text('from'), name: text('name') },
  }
}
