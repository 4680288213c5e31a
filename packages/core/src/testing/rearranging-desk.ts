import { randomBytes } from 'node:crypto'
import { createInbox } from '../inbox.ts'
import type { TenantInbox } from '../inbox-api.ts'
import type { Conversation } from '../model/conversation.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { type IntakeBench, intakeBench } from './intake-bench.ts'
import { parsedMessage } from './parsed-message.ts'

export const claire = { name: 'Claire', address: 'claire@customer.example' }
export const paul = { name: 'Paul', address: 'paul@customer.example' }

const start = Date.UTC(2026, 0, 1)

/** A mailbox with its pipeline and its calls. */
export interface RearrangingDesk {
  readonly acme: TenantInbox
  /** Another tenant of the same storage. */
  readonly other: TenantInbox
  readonly bench: IntakeBench
  /** Lets a mail come in, a minute after the last one, and returns where it went. */
  take(changes?: Partial<ParsedMessage>): Promise<Conversation>
}

export function rearrangingDesk(): RearrangingDesk {
  const bench = intakeBench()
  const { storage, blobs, clock, log } = bench.ctx
  const inbox = createInbox({
    ...{ storage, blobs, clock, log, channels: [] },
    encryption: { keys: [{ id: 'k', secret: randomBytes(32).toString('base64') }] },
  })
  let count = 0
  return {
    acme: inbox.tenant(bench.ctx.tenant),
    other: inbox.tenant('globex'),
    bench,
    async take(changes = {}) {
      count += 1
      const mailId = changes.mailId ?? `${count}@x`
      const own = { mailId, externalId: mailId, subject: `Sujet ${count}` }
      await bench.take(parsedMessage({ ...own, sentAt: new Date(start + count * 60_000), ...changes }))
      for (const conversation of await bench.conversations()) {
        const message = await bench.message(conversation.lastMessageId)
        if (message?.mailId === mailId) return conversation
      }
      throw new Error('it went nowhere')
    },
  }
}

/** A conversation as far as undoing must restore it. */
export function withoutVersion({ version: _, ...conversation }: Conversation): Omit<Conversation, 'version'> {
  return conversation
}
