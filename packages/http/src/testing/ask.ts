import type { Clock, Inbox, Log, LogFields } from '@guichet/core'
import { systemClock } from '@guichet/core'
import { createHandler, type HandlerOptions } from '../create-handler.ts'
import type { Operation } from '../operation.ts'
import type { Problem } from '../problem.ts'
import { assertDescribed } from './described-answers.ts'
import { type FakeInbox, fakeInbox } from './fake-inbox.ts'

interface Logged {
  readonly message: string
  readonly fields: LogFields
}

export type Ask = (target: string, init?: RequestInit) => Promise<Response>

export interface TestServer {
  readonly inbox: FakeInbox
  readonly logged: readonly Logged[]
  readonly ask: Ask
}

/** The header `x-session: tenant/role` is the session of these tests; without it nobody is signed in. */
export function testServer(
  inbox: FakeInbox = fakeInbox(),
  options: Partial<HandlerOptions> = {},
): TestServer {
  const logged: Logged[] = []
  const note = (message: string, fields: LogFields = {}): void => void logged.push({ message, fields })
  const log: Log = { info: note, warn: note, error: note }
  return { inbox, logged, ask: asking(inbox, { log, ...options }) }
}

/** Asks an inbox over HTTP, as an admin of `acme` unless told. */
export function asking(inbox: Inbox, options: Partial<HandlerOptions> = {}): Ask {
  const handler = createHandler(inbox, {
    authenticate: sessionOfHeader,
    clock: patientClock(),
    ...options,
  })
  // A fake answers with whatever it was told: only real records can be what the table promises.
  const isFake = 'calls' in inbox
  return async (target, init = {}) => {
    const [method = 'GET', path = '/'] = target.split(' ')
    const headers = { 'x-session': 'acme/admin', ...Object.fromEntries(new Headers(init.headers)) }
    const request = new Request(`https://desk.example${path}`, { ...init, method, headers })
    const response = await handler(request)
    if (!isFake) await assertDescribed(method, path, response)
    return response
  }
}

export const sessionOfHeader: HandlerOptions['authenticate'] = (request) => {
  const [tenant, role] = (request.headers.get('x-session') ?? '').split('/')
  if (!tenant) return undefined
  return { tenant, user: { id: 'ada', name: 'Ada' }, role: role as 'viewer' }
}

/** A clock on which a quarter of a minute never passes by itself. */
function patientClock(): Clock {
  return {
    ...systemClock(),
    sleep: (_, signal) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
  }
}

/** A JSON request body with its content type. */
export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { body: JSON.stringify(value), headers: { 'content-type': 'application/json', ...headers } }
}

/** The problem an answer describes; TypeScript cannot know what came over the wire. */
export async function problemIn(response: Response): Promise<Problem> {
  return (await response.json()) as Problem
}

const bodies: Readonly<Record<string, unknown>> = {
  'POST /inbox/folders': { name: 'Support' },
  'PATCH /inbox/folders/{id}': { name: 'Help' },
  'PATCH /inbox/conversations/{id}': { status: 'resolved' },
  'POST /inbox/conversations/{id}/replies': { text: 'Bonjour' },
  'POST /inbox/conversations/{id}/measure': { text: 'Bonjour' },
  'POST /inbox/conversations/{id}/recipients': { mode: 'reply-all' },
  'POST /inbox/messages/{id}/forward': { to: [{ address: 'ada@example.com' }] },
  'POST /inbox/conversations/{id}/merge': { into: '018f0000-0000-7000-8000-000000000001' },
  'POST /inbox/conversations/{id}/split': { messageIds: ['018f0000-0000-7000-8000-000000000001'] },
  'PATCH /inbox/messages/{id}/schedule': { sendAt: '2027-01-04T09:00:00+01:00' },
  'POST /inbox/contacts': { name: 'Ada', addresses: ['ada@example.com'] },
  'PATCH /inbox/contacts/{id}': { name: 'Ada' },
  'POST /inbox/webhook-endpoints': { url: 'https://hooks.example.com/' },
  'PATCH /inbox/webhook-endpoints/{id}': { state: 'disabled' },
  'POST /inbox/contacts/{id}/addresses': { address: 'ada@example.com' },
  'POST /inbox/contacts/{id}/merge': { into: '018f0000-0000-7000-8000-000000000001' },
  'POST /inbox/integrations': { type: 'imap', name: 'Box', settings: {}, secrets: {} },
  'POST /inbox/integrations/verify': { type: 'imap', settings: {}, secrets: {} },
  'POST /inbox/integrations/discover': { type: 'imap', address: 'a@example.com' },
  'POST /inbox/integrations/oauth/begin': { type: 'imap', provider: 'google', name: 'Box', settings: {} },
  'POST /inbox/integrations/oauth/callback': { url: 'https://desk.example/sign-in?code=1&state=2' },
  'PATCH /inbox/integrations/{id}': { paused: true },
  'POST /inbox/mails': { to: 'ada@example.com', subject: 'Facture', text: 'Bonjour' },
}

/** Queries that an operation cannot do without. */
const queries: Readonly<Record<string, string>> = {
  'POST /inbox/uploads': '?name=018f0000-0000-7000-8000-000000000001',
  '/inbox/contacts/{id}/addresses': '?address=ada@example.com',
  'POST /inbox/test-email': '?to=018f0000-0000-7000-8000-000000000001',
  '/inbox/deliverability': '?domain=example.com',
  '/inbox/address-marks': '?address=018f0000-0000-7000-8000-000000000001',
}

/** A request for an operation that lacks nothing. */
export function requestFor(operation: Operation, id: string): { target: string; init: RequestInit } {
  const { method, path } = operation
  const query = queries[`${method} ${path}`] ?? (method === 'POST' ? '' : (queries[path] ?? ''))
  const target = `${method} ${path.replace('{id}', id).replace('{index}', '0')}${query}`
  const body = bodies[`${method} ${path}`]
  return { target, init: body === undefined ? {} : json(body) }
}
