import { verify } from 'node:crypto'
import type { Clock } from '@guichet/core'
import type { FakeAccount } from './account.ts'
import { smsId } from './callbacks.ts'

/** A request to the fake, as it came. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly contentType: string
  readonly authorization: string
  readonly body: string
}

/**
 * How a request may fail: too many, a fault, no answer at all, a connection cut after the body, no money, a number of the
 * Messages API, or the status of each part of an SMS of the older API.
 */
export type FakeFailure =
  | 'throttled'
  | 'broken'
  | 'hang'
  | 'cut'
  | 'no-credit'
  | { readonly code: number }
  | { readonly statuses: readonly string[] }

export type FakeAnswer =
  | 'hang'
  | 'cut'
  | {
      readonly status: number
      readonly contentType: string
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string | Uint8Array
    }

export type MediaStore = Map<string, { contentType: string; bytes: Uint8Array; secured: boolean }>

export interface FakeState {
  readonly account: FakeAccount
  readonly clock: Clock
  readonly validate: (request: FakeRequest) => string | null
  readonly media: MediaStore
  nextFailure(): FakeFailure | undefined
  onSent(sent: FakeSent): void
}

/** A text that the Messages API took, for those who play its network: the reports about it are theirs to make. */
export interface FakeSent {
  readonly uuid: string
  readonly channel: 'sms' | 'whatsapp'
  /** Digits, without `+`. */
  readonly from: string
  readonly to: string
  readonly clientRef: string
}

/** What Vonage answers. */
export function answerTo(request: FakeRequest, state: FakeState): FakeAnswer {
  const { method, path } = request
  if (method === 'POST' && path === '/v1/messages') return answerMessage(request, state)
  if (method === 'POST' && path === '/sms/json') return answerSms(request, state)
  if (method === 'GET' && path === '/account/get-balance') return answerBalance(request, state)
  return answerFile(request, state)
}

function answerMessage(request: FakeRequest, state: FakeState): FakeAnswer {
  if (!isBasic(request, state) && !isBearer(request, state)) {
    return problem(401, 'Unauthorized', 'You did not provide correct credentials.')
  }
  const failure = state.nextFailure()
  if (failure !== undefined) return failureAnswer(failure)
  const refusal = refusalOf(request.body) ?? state.validate(request)
  if (refusal !== null) return problem(422, '1120', refusal)
  const uuid = state.clock.newId()
  state.onSent(sentOf(parsed(request.body) ?? {}, uuid))
  return json(202, { message_uuid: uuid })
}

function sentOf(body: Readonly<Record<string, unknown>>, uuid: string): FakeSent {
  const { channel, from, to, client_ref } = body
  return {
    ...{ uuid, channel: channel === 'whatsapp' ? 'whatsapp' : 'sms' },
    ...{ from: String(from), to: String(to), clientRef: String(client_ref) },
  }
}

/** What the real one refuses without being described: a `+` before a number, a text that is too long. */
function refusalOf(text: string): string | null {
  const body = parsed(text)
  if (body === null) return 'The request body is not JSON.'
  const { channel, to, text: said } = body
  const isUser = channel === 'whatsapp' && /^[A-Z]{2}\.[\w.]+$/.test(String(to))
  if (!isUser && !/^\d{7,15}$/.test(String(to))) return 'Invalid recipient'
  const limit = channel === 'sms' ? 1000 : 4096
  return typeof said === 'string' && said.length > limit ? 'The text is too long' : null
}

function answerSms(request: FakeRequest, state: FakeState): FakeAnswer {
  const form = new URLSearchParams(request.body)
  const { apiKey, apiSecret } = state.account
  const isKnown = form.get('api_key') === apiKey && form.get('api_secret') === apiSecret
  if (!isKnown) return smsAnswer(['4'], state.clock)
  const failure = state.nextFailure()
  if (typeof failure === 'object' && 'statuses' in failure) return smsAnswer(failure.statuses, state.clock)
  if (failure !== undefined) return failureAnswer(failure)
  const refusal = /^\d{7,15}$/.test(form.get('to') ?? '') ? state.validate(request) : 'Invalid recipient'
  return smsAnswer([refusal === null ? '0' : '3'], state.clock)
}

function smsAnswer(statuses: readonly string[], clock: Clock): FakeAnswer {
  const messages = statuses.map((status) =>
    status === '0' ? { status, 'message-id': smsId(clock) } : { status, 'error-text': 'Refused' },
  )
  return json(200, { 'message-count': `${statuses.length}`, messages })
}

function answerBalance(request: FakeRequest, state: FakeState): FakeAnswer {
  if (!isBasic(request, state)) return json(401, { 'error-code': '401' })
  return json(200, { value: 10.28, autoReload: false })
}

function answerFile(request: FakeRequest, state: FakeState): FakeAnswer {
  const file = state.media.get(request.path)
  if (request.method !== 'GET' || file === undefined)
    return problem(404, 'Not Found', 'There is no such thing.')
  if (file.secured && !isBearer(request, state)) return problem(401, 'Unauthorized', 'This file is secured.')
  return { status: 200, contentType: file.contentType, body: file.bytes }
}

function failureAnswer(failure: FakeFailure): FakeAnswer {
  if (failure === 'hang' || failure === 'cut') return failure
  if (failure === 'broken') return problem(500, 'Internal Error', 'There was an error.')
  if (failure === 'no-credit') return problem(402, '1070', 'Partner quota exceeded')
  if (failure === 'throttled') return problem(429, '1000', 'Throttled', { 'retry-after': '2' })
  return problem(422, 'code' in failure ? String(failure.code) : 'Invalid', 'Refused')
}

function isBasic({ authorization }: FakeRequest, { account }: FakeState): boolean {
  const known = Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')
  return authorization === `Basic ${known}`
}

/** A token of the application: signed with its key, and not yet at its end. */
function isBearer({ authorization }: FakeRequest, { account, clock }: FakeState): boolean {
  const [header = '', claims = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.')
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    account.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  const said = parsed(Buffer.from(claims, 'base64url').toString())
  const isFresh = Number(said?.exp) > clock.now().getTime() / 1000
  return isSigned && isFresh && said?.application_id === account.applicationId
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null
  } catch {
    return null
  }
}

function json(status: number, body: object): FakeAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}

function problem(
  status: number,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): FakeAnswer {
  const type = `https://developer.vonage.com/api-errors/messages#${title.replaceAll(' ', '-').toLowerCase()}`
  const body = { type, title, detail, instance: 'bf0ca0bf927b3b52e3cb03217e1a1ddf' }
  return { status, contentType: 'application/problem+json', headers, body: JSON.stringify(body) }
}
