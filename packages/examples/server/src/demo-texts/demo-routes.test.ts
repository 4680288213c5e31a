import { expect, test } from 'vitest'
import type { DemoMessage } from './demo-message.ts'
import { demoRoutes } from './demo-routes.ts'

const origin = 'http://localhost:3000'

function page(status = 200) {
  const sent: DemoMessage[] = []
  const app = demoRoutes(async (message) => {
    sent.push(message)
    return status
  })
  const post = (fields: Readonly<Record<string, string>>, from = origin) =>
    app.request(`${origin}/demo?lang=en`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: from },
    })
  return { app, post, sent }
}

test('the page speaks the language of its visitor, or the one that was chosen', async () => {
  const { app } = page()
  const french = await app.request('/demo', { headers: { 'accept-language': 'fr-CH, en;q=0.5' } })
  expect(await french.text()).toContain('Jouer le client')
  expect(await (await app.request('/demo?lang=en')).text()).toContain('Play the customer')
})

test('a form has its customer write', async () => {
  const { post, sent } = page()
  const answer = await post({ channel: 'whatsapp', kind: 'place', text: 'Bellecour', from: '' })
  expect(answer.status).toBe(200)
  expect(sent).toMatchObject([
    { channel: 'whatsapp', kind: 'place', text: 'Bellecour', from: '33687654321', name: 'Inès Laurent' },
  ])
})

test('a webhook that refuses is said to, and so is a number that is none', async () => {
  const refusing = await page(401).post({ channel: 'sms', text: 'Hello' })
  expect(refusing.status).toBe(502)
  expect(await refusing.text()).toContain('The webhook answered 401.')
  const { post, sent } = page()
  const wrong = await post({ channel: 'sms', text: 'Hello', from: '<b>Claire</b>' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('&lt;b&gt;Claire&lt;/b&gt;: a phone number looks like')
  expect(sent).toEqual([])
})

test('a form of another site writes nothing', async () => {
  const { post, sent } = page()
  expect((await post({ channel: 'sms', text: 'Hello' }, 'https://evil.example')).status).toBe(403)
  expect(sent).toEqual([])
})
