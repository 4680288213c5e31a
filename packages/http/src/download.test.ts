import { expect, it } from 'vitest'
import { testServer } from './testing/ask.ts'
import { fakeInbox, knownId } from './testing/fake-inbox.ts'

async function* html(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<script>alert(1)</script>')
}

it('a file is a download under its own name, of no type that a browser would run', async () => {
  const inbox = fakeInbox({
    'messages.attachment': () => ({
      ...{ name: 'résumé "1".html', declaredType: 'text/html', contentType: null },
      ...{ isPicture: false, isProgram: false, bytes: html() },
    }),
  })
  const response = await testServer(inbox).ask(`GET /inbox/messages/${knownId}/attachments/0`)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="r_sum_ _1_.html"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%221%22.html`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  })
  expect(await response.text()).toBe('<script>alert(1)</script>')
})

it('a place that is no number is not found or refused, never guessed', async () => {
  for (const index of ['-1', 'x', '1.5', '1e3', '']) {
    const response = await testServer().ask(`GET /inbox/messages/${knownId}/attachments/${index}`)
    expect([400, 404, 422]).toContain(response.status)
  }
})
