import { expect, it } from 'vitest'
import { problemIn, testServer } from '../testing/ask.ts'

it('a domain is checked with the services that are named', async () => {
  const { ask, inbox } = testServer()
  const response = await ask('GET /inbox/deliverability?domain=%20example.com&senders=ses,ovh')
  expect(response.status).toBe(200)
  expect(inbox.calls).toEqual([
    { name: 'deliverability.check', tenant: 'acme', args: ['example.com', { senders: ['ses', 'ovh'] }] },
  ])
})

it('the names of its keys may be told', async () => {
  const { ask, inbox } = testServer()
  await ask('GET /inbox/deliverability?domain=example.com&selectors=s1,s2')
  expect(inbox.calls).toMatchObject([{ args: ['example.com', { selectors: ['s1', 's2'] }] }])
})

it.each([
  ['no domain', '?senders=ses', 'domain'],
  ['a service that nobody knows', '?domain=example.com&senders=ses,pigeon', 'senders'],
  ['something else', '?domain=example.com&dns=1.2.3.4', 'dns'],
])('%s is refused with its field', async (_, query, field) => {
  const { ask, inbox } = testServer()
  const response = await ask(`GET /inbox/deliverability${query}`)
  expect(response.status).toBe(422)
  expect((await problemIn(response)).field).toContain(field)
  expect(inbox.calls).toEqual([])
})
