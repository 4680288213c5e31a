import { z } from 'zod'
import type { Address } from '../model/address.ts'
import type { Cursor } from '../model/integration.ts'
import type { ChannelType, ListenSession, ParsedMessage, ReceivedMessage } from '../ports/channel.ts'
import type { OutboundMessage } from '../ports/outbound-message.ts'
import { decode, toReceived } from './message-bytes.ts'

/** A channel without a network: what a test puts in arrives, what is sent is remembered. */
export interface FakeChannel extends ChannelType {
  /** What the inbox has sent, oldest first. */
  readonly sent: readonly OutboundMessage[]
  /** Puts a message into the mailbox; every listening session takes it at its next look. */
  put(message: ParsedMessage): void
  /** Makes the next sends fail with these errors, one each. */
  failNextSends(...errors: readonly Error[]): void
  /** Makes the server write its own Message-IDs from now on, and say so: `1@relay.example` for the first one. */
  rewriteMailIds(): void
  /** A message as it would come off the wire, for tests that call the pipeline themselves. */
  received(message: ParsedMessage, isHistory?: boolean): ReceivedMessage
}

const settingsSchema = z.strictObject({
  address: z.string(),
  subaddressing: z.enum(['+', '-']).optional(),
  aliases: z.array(z.string()).optional(),
})
const secretsSchema = z.strictObject({ password: z.string() })
const cursorSchema = z.object({ next: z.number() })

/** Its settings are `{ address, subaddressing?, aliases? }`, its secrets `{ password }`. */
export function fakeChannel(): FakeChannel {
  const mailbox: ParsedMessage[] = []
  const sent: OutboundMessage[] = []
  const failures: Error[] = []
  let rewrites = false
  const listeners = new Set<() => void>()
  return {
    type: 'fake',
    medium: 'email',
    settings: settingsSchema,
    secrets: secretsSchema,
    sent,
    identity: (settings): Address => ({ name: 'Support', address: settingsSchema.parse(settings).address }),
    aliases: (settings) => settingsSchema.parse(settings).aliases ?? [],
    subaddressing: (settings) => settingsSchema.parse(settings).subaddressing ?? null,
    parse: async (raw) => decode(raw.bytes),
    put(message) {
      mailbox.push(message)
      for (const notify of listeners) notify()
    },
    failNextSends: (...errors) => void failures.push(...errors),
    rewriteMailIds() {
      rewrites = true
    },
    received: (message, isHistory = false) => toReceived(message, mailbox.length, isHistory),
    async send(_connection, message) {
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      sent.push(message)
      const receipt = { providerId: `fake-${sent.length}` }
      return rewrites ? { ...receipt, mailId: `${sent.length}@relay.example` } : receipt
    },
    listen: (session) => listen(session, mailbox, listeners),
  }
}

async function listen(
  session: ListenSession,
  mailbox: readonly ParsedMessage[],
  listeners: Set<() => void>,
): Promise<void> {
  let next = position(session.cursors)
  while (!session.signal.aborted) {
    const arrived = mailbox.slice(next)
    const messages = arrived.map((message, index) => toReceived(message, next + index, false))
    next += arrived.length
    if (messages.length > 0) await session.accept({ messages, cursor: { source: 'box', value: { next } } })
    await session.report({ status: 'success', error: null })
    if (mailbox.length === next) await arrival(session, listeners)
  }
}

function position(cursors: readonly Cursor[]): number {
  const cursor = cursors.find(({ source }) => source === 'box')
  return cursor === undefined ? 0 : cursorSchema.parse(cursor.value).next
}

function arrival(session: ListenSession, listeners: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      listeners.delete(finish)
      stopListening()
      resolve()
    }
    const stopListening = session.onSyncRequest(finish)
    listeners.add(finish)
    session.signal.addEventListener('abort', finish, { once: true })
    if (session.signal.aborted) finish()
  })
}
