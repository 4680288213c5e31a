import { createHash } from 'node:crypto'
import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import { addressKey } from '../model/address.ts'
import type { ChannelType, ParsedMessage, ReceivedMessage } from '../ports/channel.ts'
import type { OutboundMessage } from '../ports/outbound-message.ts'
import type { ChannelTexting, TextTemplate } from '../ports/texting.ts'
import type {
  CallbackContent,
  ChannelWebhook,
  KeptCallback,
  MessagePart,
  SendOutcome,
  WebhookRequest,
} from '../ports/webhook.ts'
import { type CallbackText, callbackTextOf, decode, encode, toReceived } from './message-bytes.ts'

/** A channel of texts without a network: its provider's calls are made by the test, what is sent is remembered. */
export interface FakeTexting extends ChannelType {
  /** What the inbox has sent, oldest first. */
  readonly sent: readonly OutboundMessage[]
  /** Makes the next sends fail with these errors, one each. */
  failNextSends(...errors: readonly Error[]): void
  /** A message as it would come out of a callback, for tests that call the pipeline themselves. */
  received(message: ParsedMessage, isHistory?: boolean): ReceivedMessage
  /** The provider's call: signed with the password of the integration, unless told. */
  request(content: FakeCallback, facts?: FakeRequestFacts): WebhookRequest
}

/** What the provider says in one call. */
export interface FakeCallback {
  readonly messages?: readonly ParsedMessage[]
  readonly outcomes?: readonly SendOutcome[]
  readonly part?: MessagePart
}

export interface FakeRequestFacts {
  /** `secret` unless told; null: unsigned. */
  readonly password?: string | null
  /** What "the same call again" means; made of its content unless told. */
  readonly callbackId?: string
  /** The number that was called, which finds the integration at the shared address. */
  readonly to?: string
  readonly receivedAt?: Date
}

export interface FakeTextingOptions {
  /** `texting` unless told. */
  readonly type?: string
  /** `sms` unless told. */
  readonly medium?: 'sms' | 'whatsapp' | 'webhook'
  /** None unless told. */
  readonly sharedAddress?: string
}

const settingsSchema = z.strictObject({
  address: z.string(),
  windowMs: z.number().nullable().default(null),
  templates: z.array(z.custom<TextTemplate>()).default([]),
  maxCharacters: z.number().default(1600),
  quietPeriodHours: z.number().default(168),
})
const secretsSchema = z.strictObject({ password: z.string() })

/**
 * Its settings are `{ address, windowMs?, templates?, maxCharacters?, quietPeriodHours? }`, its secrets
 * `{ password }`. Every send is known to its provider as `text-1`, `text-2` and so on.
 */
export function fakeTexting(options: FakeTextingOptions = {}): FakeTexting {
  const { type = 'texting', medium = 'sms', sharedAddress } = options
  const sent: OutboundMessage[] = []
  const failures: Error[] = []
  let put = 0
  return {
    ...{ type, medium, settings: settingsSchema, secrets: secretsSchema, sent, texting },
    identity: (settings) => ({ name: 'Support', address: settingsSchema.parse(settings).address }),
    parse: async (raw) => decode(raw.bytes),
    quietPeriodMs: (settings) => settingsSchema.parse(settings).quietPeriodHours * 3_600_000,
    webhook: sharedAddress === undefined ? webhook : { ...webhook, ...shared(sharedAddress) },
    failNextSends: (...errors) => void failures.push(...errors),
    received(message, isHistory = false) {
      put += 1
      return toReceived(message, put, isHistory)
    },
    request: requestOf,
    async send(_connection, message) {
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      sent.push(message)
      return { providerId: `text-${sent.length}`, mailId: `text-${sent.length}` }
    },
  }
}

const texting: ChannelTexting = {
  rules(settings) {
    const { windowMs, templates, maxCharacters } = settingsSchema.parse(settings)
    return { windowMs, templates, maxCharacters }
  },
  measure(text) {
    const characters = [...text].length
    const segments = Math.max(1, Math.ceil(characters / 160))
    return { encoding: 'gsm7', segments, unitsLeft: segments * 160 - characters, characters, costly: [] }
  },
}

const toHeader = 'x-fake-to'
const passwordHeader = 'x-fake-password'
const idHeader = 'x-fake-callback'

const routeKey = (address: string): string => `address:${addressKey(address)}`

function shared(sharedAddress: string): Pick<ChannelWebhook, 'sharedAddress' | 'routes' | 'routesOf'> {
  return {
    sharedAddress,
    routes: (settings) => [routeKey(settingsSchema.parse(settings).address)],
    routesOf({ headers }) {
      const to = headers.get(toHeader)
      return to === undefined ? [] : [routeKey(to)]
    },
  }
}

const webhook: ChannelWebhook = {
  verify({ headers, body }, { secrets }) {
    const password = headers.get(passwordHeader)
    if (password === undefined) throw refused('this call is not signed', 'later')
    if (password !== secretsSchema.parse(secrets.reveal()).password) throw refused('wrong password', 'never')
    return { callbackId: headers.get(idHeader) ?? '', content: body, contentType: 'application/json' }
  },
  read: readCallback,
  join(parts) {
    const [first] = parts
    if (first === undefined) throw new RangeError('a message has parts')
    const texts = parts.flatMap((part) => callbackTextOf(part.content).messages)
    const [message] = texts
    if (message === undefined) throw new GuichetError('unparsable', 'there is no message in its parts')
    return received(first, { ...message, text: texts.map(({ text }) => text).join('') }, 0)
  },
}

function refused(sentence: string, retry: 'later' | 'never'): GuichetError {
  return new GuichetError('signature-refused', sentence, { retry })
}

function readCallback(callback: KeptCallback): CallbackContent {
  const { messages, outcomes, part } = callbackTextOf(callback.content)
  return {
    messages: messages.map((message, index) => received(callback, message, index)),
    outcomes,
    ...(part === undefined ? {} : { part }),
  }
}

function received(callback: KeptCallback, message: ParsedMessage, index: number): ReceivedMessage {
  const locator = index === 0 ? callback.callbackId : `${callback.callbackId}/${index}`
  return { locator, raw: encode(message), receivedAt: callback.receivedAt, isHistory: false }
}

function requestOf(content: FakeCallback, facts: FakeRequestFacts = {}): WebhookRequest {
  const { password = 'secret', to, receivedAt = new Date(0) } = facts
  const text: CallbackText = { messages: [], outcomes: [], ...content }
  const body = encode(text)
  const callbackId = facts.callbackId ?? createHash('sha256').update(body).digest('hex')
  const headers = new Map([
    ['content-type', 'application/json'],
    [idHeader, callbackId],
    ...(password === null ? [] : [[passwordHeader, password] as const]),
    ...(to === undefined ? [] : [[toHeader, to] as const]),
  ])
  return { method: 'POST', url: '/inbox/webhooks/fake', headers, body, receivedAt }
}
