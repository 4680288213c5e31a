import { type Clock, systemClock } from '@guichet/core'
import type { FakeAccount } from './account.ts'
import { callbackToken, type LegacyMethod, sigOf } from './sign.ts'

/** A request as Vonage makes it. */
export interface SignedCallback {
  readonly method: 'GET' | 'POST'
  /** With its `?`; empty where there is none. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Who writes to whom: digits, without `+`. */
export interface Parties {
  readonly from: string
  readonly to: string
}

export interface LegacyOptions {
  /** `md5hash` unless told. */
  readonly method?: LegacyMethod
  /** A POST of a form unless told. */
  readonly as?: 'form' | 'json' | 'query'
  readonly signed?: boolean
}

/** Whatever else the body shall hold; `message_uuid` and `timestamp` are made up unless given. */
export type MoreFields = Readonly<Record<string, unknown>>

/** Makes callbacks that are signed as Vonage signs them. */
export interface CallbackMaker {
  /** An SMS of the Messages API. */
  signedSms(message: Parties & { text: string }, more?: MoreFields): SignedCallback
  /** A WhatsApp text, unless `more` says another `message_type` and its content. */
  signedWhatsApp(message: Parties & { text?: string; name?: string }, more?: MoreFields): SignedCallback
  /** What became of a message that was sent: `more` may hold `error`. */
  signedStatus(
    status: Parties & { uuid: string; status: string; channel: string },
    more?: MoreFields,
  ): SignedCallback
  /** Any body, signed. */
  signed(body: object): SignedCallback
  legacySms(message: Parties & { text: string }, options?: LegacyOptions & { more?: Strings }): SignedCallback
  /** One SMS in several callbacks, in order. */
  legacyParts(
    message: Parties & { parts: readonly string[] },
    options?: LegacyOptions,
  ): readonly SignedCallback[]
  legacyReceipt(
    receipt: Parties & { messageId: string; status: string },
    options?: LegacyOptions & { more?: Strings },
  ): SignedCallback
}

type Strings = Readonly<Record<string, string>>

/** Callbacks of one account. */
export function callbackMaker(account: FakeAccount, clock: Clock = systemClock()): CallbackMaker {
  const base = () => ({ message_uuid: clock.newId(), timestamp: clock.now().toISOString() })
  const signed = (body: object) => messagesCallback(JSON.stringify(body), account, clock)
  const legacy = (parameters: Strings, options: LegacyOptions = {}) =>
    legacyCallback(
      { 'api-key': account.apiKey, 'message-timestamp': pushedAt(clock), ...parameters },
      options,
      {
        account,
        clock,
      },
    )
  const sms = (from: string, to: string, text: string) => ({
    msisdn: from,
    to,
    messageId: smsId(clock),
    text,
    type: isPlain(text) ? 'text' : 'unicode',
    keyword: (text.trim().split(/\s/)[0] ?? '').toUpperCase(),
  })
  return {
    signed,
    signedSms: ({ from, to, text }, more = {}) =>
      signed({ channel: 'sms', ...base(), to, from, message_type: 'text', text, ...more }),
    signedWhatsApp: ({ from, to, text, name }, more = {}) =>
      signed({
        channel: 'whatsapp',
        ...base(),
        to,
        from,
        ...(text === undefined ? {} : { message_type: 'text', text }),
        ...(name === undefined ? {} : { profile: { name } }),
        ...more,
      }),
    signedStatus: ({ uuid, status, channel, from, to }, more = {}) =>
      signed({ ...base(), message_uuid: uuid, to, from, status, channel, ...more }),
    legacySms: ({ from, to, text }, { more = {}, ...options } = {}) =>
      legacy({ ...sms(from, to, text), ...more }, options),
    legacyParts: ({ from, to, parts }, options) => {
      const reference = String(clock.randomBytes(1)[0])
      return parts.map((text, position) => {
        const part = {
          'concat-ref': reference,
          'concat-total': `${parts.length}`,
          'concat-part': `${position + 1}`,
        }
        return legacy({ ...sms(from, to, text), concat: 'true', ...part }, options)
      })
    },
    legacyReceipt: ({ from, to, messageId, status }, { more = {}, ...options } = {}) =>
      legacy({ msisdn: from, to, messageId, status, 'err-code': '0', ...more }, options),
  }
}

/** Sends a callback, as Vonage does. */
export function postCallback(url: string, callback: SignedCallback): Promise<Response> {
  const { method, query, headers, body } = callback
  return fetch(`${url}${query}`, { method, headers, ...(method === 'GET' ? {} : { body }) })
}

function messagesCallback(body: string, account: FakeAccount, clock: Clock): SignedCallback {
  const { apiKey, applicationId, signatureSecret } = account
  const claims = { iat: unixSeconds(clock), jti: clock.newId(), apiKey, applicationId }
  const authorization = `Bearer ${callbackToken(body, signatureSecret, claims)}`
  return { method: 'POST', query: '', headers: { 'content-type': 'application/json', authorization }, body }
}

function legacyCallback(
  content: Strings,
  { method = 'md5hash', as = 'form', signed = true }: LegacyOptions,
  { account, clock }: { readonly account: FakeAccount; readonly clock: Clock },
): SignedCallback {
  const fresh = { ...content, timestamp: `${unixSeconds(clock)}`, nonce: clock.newId() }
  const parameters = signed ? { ...fresh, sig: sigOf(fresh, account.signatureSecret, method) } : content
  const form = new URLSearchParams(parameters).toString()
  if (as === 'query') return { method: 'GET', query: `?${form}`, headers: {}, body: '' }
  const type = as === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = as === 'json' ? JSON.stringify(parameters) : form
  return { method: 'POST', query: '', headers: { 'content-type': type }, body }
}

/** `0A0000000123ABCD1`: how the older API names messages. */
export function smsId(clock: Clock): string {
  return `0A${Buffer.from(clock.randomBytes(8)).toString('hex').toUpperCase()}`
}

function unixSeconds(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1000)
}

function pushedAt(clock: Clock): string {
  return clock.now().toISOString().slice(0, 19).replace('T', ' ')
}

function isPlain(text: string): boolean {
  return /^[\n\r -~àèéùìòÇ]*$/.test(text)
}
