import { expect, it } from 'vitest'
import { json, testServer } from './testing/ask.ts'
import { fakeInbox } from './testing/fake-inbox.ts'

const refused: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example' },
  { origin: 'https://desk.example.evil.example' },
  { origin: 'https://other.desk.example' },
  { origin: 'https://desk.example:8443' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://desk.example' },
]

it.each(refused)('a change asked for by %j is refused', async (headers) => {
  const { ask, inbox } = testServer()
  expect((await ask('POST /inbox/folders', json({ name: 'x' }, headers))).status).toBe(403)
  expect((await ask('POST /inbox/integrations/sync-all', { headers })).status).toBe(403)
  expect(inbox.calls).toEqual([])
})

const allowed: readonly Readonly<Record<string, string>>[] = [
  {},
  { origin: 'https://desk.example' },
  // A proxy that ends TLS, and one that changes the Host header.
  { origin: 'http://desk.example' },
  { origin: 'https://public.example', 'sec-fetch-site': 'same-origin' },
  { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' },
]

it.each(allowed)('a change asked for by %j is done', async (headers) => {
  const { ask } = testServer(fakeInbox(), { allowedOrigins: ['https://app.example'] })
  expect((await ask('POST /inbox/folders', json({ name: 'x' }, headers))).status).toBe(201)
})

it('reading needs no permission: no other site can see the answer', async () => {
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const response = await testServer().ask('GET /inbox/folders', { headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
})
