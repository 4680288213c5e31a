import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bodyBytes } from '../body-bytes.ts'
import { isOpen, type Operation } from '../operation.ts'
import { includesRole, roles } from '../session.ts'
import { requestFor, testServer } from '../testing/ask.ts'
import { fakeInbox, knownId, unknownId } from '../testing/fake-inbox.ts'
import { operations } from './index.ts'

/** The golden table: a route that is not here, or here with another role, fails this test. */
const expected = [
  'GET /inbox/session viewer 200',
  'GET /inbox/folders viewer 200',
  'POST /inbox/folders admin 201',
  'PATCH /inbox/folders/{id} admin 200',
  'DELETE /inbox/folders/{id} admin 204',
  'GET /inbox/conversations viewer 200',
  'GET /inbox/conversations/{id} viewer 200',
  'PATCH /inbox/conversations/{id} agent 200',
  'DELETE /inbox/conversations/{id} agent 204',
  'GET /inbox/conversations/{id}/messages viewer 200',
  'POST /inbox/conversations/{id}/merge agent 200',
  'GET /inbox/conversations/{id}/merges viewer 200',
  'POST /inbox/conversations/{id}/split agent 201',
  'POST /inbox/merges/{id}/undo agent 200',
  'GET /inbox/conversations/{id}/reply-options viewer 200',
  'POST /inbox/conversations/{id}/measure viewer 200',
  'POST /inbox/conversations/{id}/replies agent 201',
  'POST /inbox/conversations/{id}/recipients viewer 200',
  'POST /inbox/messages/{id}/forward agent 201',
  'GET /inbox/quarantine agent 200',
  'GET /inbox/messages/{id} viewer 200',
  'DELETE /inbox/messages/{id} agent 204',
  'POST /inbox/messages/{id}/replay agent 200',
  'GET /inbox/messages/{id}/explanation viewer 200',
  'GET /inbox/messages/{id}/content viewer 200',
  'GET /inbox/messages/{id}/attachments/{index} viewer 200',
  'POST /inbox/messages/{id}/attachments/{index}/fetch agent 200',
  'GET /inbox/messages/{id}/raw agent 200',
  'GET /inbox/scheduled viewer 200',
  'GET /inbox/unsent viewer 200',
  'POST /inbox/messages/{id}/cancel agent 200',
  'PATCH /inbox/messages/{id}/schedule agent 200',
  'POST /inbox/messages/{id}/send-now agent 200',
  'POST /inbox/messages/{id}/resend agent 200',
  'POST /inbox/messages/{id}/mark-sent agent 200',
  'POST /inbox/uploads agent 201',
  'DELETE /inbox/uploads/{id} agent 204',
  'GET /inbox/contacts viewer 200',
  'POST /inbox/contacts agent 201',
  'GET /inbox/contacts/{id} viewer 200',
  'PATCH /inbox/contacts/{id} agent 200',
  'POST /inbox/contacts/{id}/addresses agent 200',
  'DELETE /inbox/contacts/{id}/addresses agent 204',
  'POST /inbox/contacts/{id}/merge agent 200',
  'GET /inbox/contacts/{id}/merges viewer 200',
  'GET /inbox/contacts/{id}/suggestions viewer 200',
  'POST /inbox/contact-merges/{id}/undo agent 200',
  'GET /inbox/address-marks viewer 200',
  'DELETE /inbox/address-marks agent 204',
  'GET /inbox/channel-types agent 200',
  'GET /inbox/integrations agent 200',
  'POST /inbox/integrations admin 201',
  'POST /inbox/integrations/verify admin 204',
  'POST /inbox/integrations/discover admin 200',
  'POST /inbox/integrations/oauth/begin admin 200',
  'POST /inbox/integrations/oauth/callback admin 201',
  'POST /inbox/integrations/sync-all agent 202',
  'GET /inbox/integrations/{id} agent 200',
  'PATCH /inbox/integrations/{id} admin 200',
  'DELETE /inbox/integrations/{id} admin 204',
  'GET /inbox/integrations/{id}/gap-report agent 200',
  'POST /inbox/integrations/{id}/sync agent 202',
  'GET /inbox/deliverability agent 200',
  'POST /inbox/mails admin 201',
  'GET /inbox/mails agent 200',
  'GET /inbox/mails/{id} agent 200',
  'POST /inbox/mails/{id}/cancel agent 200',
  'POST /inbox/mails/{id}/resend agent 200',
  'POST /inbox/mails/{id}/mark-sent agent 200',
  'DELETE /inbox/mails/{id} admin 204',
  'POST /inbox/test-email admin 201',
  'POST /inbox/webhooks/sms signature 200',
  'GET /inbox/webhooks/sms signature 200',
  'POST /inbox/webhooks/whatsapp signature 200',
  'POST /inbox/webhooks/custom/{integrationId} signature 200',
  'POST /inbox/webhooks/senders/{name} signature 200',
  'GET /inbox/webhook-endpoints admin 200',
  'POST /inbox/webhook-endpoints admin 201',
  'GET /inbox/webhook-endpoints/{id} admin 200',
  'PATCH /inbox/webhook-endpoints/{id} admin 200',
  'DELETE /inbox/webhook-endpoints/{id} admin 204',
  'POST /inbox/webhook-endpoints/{id}/rotate-secret admin 200',
  'POST /inbox/webhook-endpoints/{id}/test admin 201',
  'GET /inbox/webhook-endpoints/{id}/deliveries admin 200',
  'GET /inbox/webhook-deliveries/{id} admin 200',
  'POST /inbox/webhook-deliveries/{id}/redeliver admin 202',
  'GET /inbox/events viewer 200',
  'GET /inbox/openapi.json public 200',
]

function named(entries: readonly Operation[]): readonly (readonly [string, Operation])[] {
  return entries.map((operation) => [`${operation.method} ${operation.path}`, operation])
}

it('the API consists of exactly these operations', () => {
  const actual = operations.map(({ method, path, role, status }) => `${method} ${path} ${role} ${status}`)
  expect(actual).toEqual(expected)
})

describe.each(named(operations.filter((operation) => !isOpen(operation))))('%s', (_, operation) => {
  const { target, init } = requestFor(operation, knownId)
  const as = (session: string): RequestInit => ({
    ...init,
    headers: { ...Object.fromEntries(new Headers(init.headers)), 'x-session': session },
  })

  it('has a summary for people', () => {
    expect(operation.summary).toMatch(/^[A-Z].{7,}[^.]$/)
  })

  it('refuses keys in a body that it does not know', () => {
    const { body } = operation.input.shape
    if (body === undefined || body === bodyBytes) return
    const result = z.safeParse(body, { intruder: 1 })
    expect(result.error?.issues.flatMap((issue) => ('keys' in issue ? issue.keys : []))).toContain('intruder')
  })

  it('answers 401 when nobody is signed in, and asks the inbox nothing', async () => {
    const { ask, inbox } = testServer()
    const response = await ask(target, as(''))
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(inbox.calls).toEqual([])
  })

  it('answers 403 to every lower role, and asks the inbox nothing', async () => {
    for (const role of roles.filter((lower) => !includesRole(lower, operation.role))) {
      const { ask, inbox } = testServer()
      expect((await ask(target, as(`acme/${role}`))).status).toBe(403)
      expect(inbox.calls).toEqual([])
    }
  })

  it('lets nobody in with a role that does not exist', async () => {
    for (const role of ['root', 'constructor', '']) {
      const { ask, inbox } = testServer()
      expect((await ask(target, as(`acme/${role}`))).status).toBe(500)
      expect(inbox.calls).toEqual([])
    }
  })

  it('answers with its status to its own role, inside the tenant of the session', async () => {
    const { ask, inbox } = testServer()
    const response = await ask(target, as(`acme/${operation.role}`))
    expect(response.status).toBe(operation.status)
    await response.body?.cancel()
    expect(inbox.calls.every((call) => call.tenant === 'acme')).toBe(true)
  })
})

describe.each(named(operations.filter(({ path }) => path.includes('{id}'))))('%s', (_, operation) => {
  it('answers 404 to ids that cannot exist', async () => {
    for (const id of ['x', '1', '%00', '..', '%2e%2e', `${knownId}0`, '%ff', "'--", 'a'.repeat(5000)]) {
      const { ask, inbox } = testServer()
      const wrong = requestFor(operation, id)
      const response = await ask(wrong.target, wrong.init)
      expect(response.status).toBe(404)
      expect(inbox.calls).toEqual([])
    }
  })

  it("answers another tenant's id exactly like an id that nobody has", async () => {
    const { target, init } = requestFor(operation, knownId)
    const headers = { ...Object.fromEntries(new Headers(init.headers)), 'x-session': 'globex/admin' }
    const other = await testServer().ask(target, { ...init, headers })
    const nobody = requestFor(operation, unknownId)
    const unknown = await testServer(fakeInbox()).ask(nobody.target, nobody.init)
    expect([other.status, unknown.status]).toEqual([404, 404])
    expect(await other.text()).toBe(await unknown.text())
    expect([...other.headers]).toEqual([...unknown.headers])
  })
})

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('the table of addresses in the README', () => {
  it.each(operations.map(({ method, path }) => [method, path] as const))('has %s %s', (method, path) => {
    const row = readme.split('\n').find((line) => line.startsWith('| `') && namesPath(line, path))
    expect(row).toContain(method)
  })
})

/** A query that an address needs is part of its row. */
function namesPath(row: string, path: string): boolean {
  return row.includes(`\`${path}\``) || row.includes(`\`${path}?`)
}
