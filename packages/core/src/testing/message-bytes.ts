import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { ParsedMessage, ReceivedMessage } from '../ports/channel.ts'
import type { MessagePart, SendOutcome } from '../ports/webhook.ts'
import { parsedMessage } from './parsed-message.ts'

/** What a call of a fake provider says, as its bytes hold it. */
export interface CallbackText {
  readonly messages: readonly ParsedMessage[]
  readonly outcomes: readonly SendOutcome[]
  readonly part?: MessagePart
}

const messageSchema = z.custom<ParsedMessage>((value) => typeof value === 'object' && value !== null)
const callbackSchema = z.object({
  messages: z.array(messageSchema),
  outcomes: z.array(z.custom<SendOutcome>()),
  part: z.custom<MessagePart>().optional(),
})

/** The message as a fake channel sees it on the wire. */
export function toReceived(message: ParsedMessage, index: number, isHistory: boolean): ReceivedMessage {
  return {
    locator: `box/${index}/${message.externalId}`,
    raw: encode(message),
    receivedAt: message.sentAt ?? new Date(0),
    isHistory,
  }
}

export function encode(value: ParsedMessage | CallbackText): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, tagMaps))
}

/** Bytes that are not one of our messages are unparsable, as on a real channel. */
export function decode(bytes: Uint8Array | null): ParsedMessage {
  return revived(parsedAs(messageSchema, bytes))
}

export function callbackTextOf(bytes: Uint8Array): CallbackText {
  const { messages, outcomes, part } = parsedAs(callbackSchema, bytes)
  return {
    messages: messages.map(revived),
    outcomes: outcomes.map((outcome) => ({ ...outcome, at: new Date(outcome.at) })),
    ...(part === undefined ? {} : { part }),
  }
}

function revived(message: ParsedMessage): ParsedMessage {
  const sentAt = message.sentAt === null ? null : new Date(message.sentAt)
  return parsedMessage({ ...message, sentAt })
}

function parsedAs<Value>(schema: z.ZodType<Value>, bytes: Uint8Array | null): Value {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()), untagMaps))
  } catch (cause) {
    throw new GuichetError('unparsable', 'this is not a message', { cause })
  }
}

const taggedMapSchema = z.strictObject({ map: z.array(z.tuple([z.string(), z.unknown()])) })

/** JSON knows no maps, and headers and reports are made of them. */
function tagMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? { map: [...value] } : value
}

function untagMaps(_key: string, value: unknown): unknown {
  const tagged = taggedMapSchema.safeParse(value)
  return tagged.success ? new Map(tagged.data.map) : value
}
