import type { Transaction } from '../ports/storage.ts'
import type { IntakeContext } from './intake-context.ts'
import type { ReadMessage } from './read-message.ts'

/** A message nobody had before, with the id it will have. */
export interface FreshMessage extends ReadMessage {
  readonly id: string
}

/**
 * Separates what is new from what is known, by one unique constraint on (tenant, integration, external id),
 * and remembers where each was seen. A mailbox whose UIDVALIDITY changed ends here, in silence.
 */
export async function dedupe(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
): Promise<{ readonly fresh: readonly FreshMessage[]; readonly known: readonly ReadMessage[] }> {
  if (messages.length === 0) return { fresh: [], known: [] }
  const firsts = new Map<string, FreshMessage>()
  for (const message of messages) {
    const { externalId } = message.parsed
    // The same mail may be in one batch twice: sent to two of our addresses, say.
    if (!firsts.has(externalId)) firsts.set(externalId, { ...message, id: ctx.clock.newId() })
  }
  const claims = [...firsts].map(([externalId, message]) => ({ externalId, messageId: message.id }))
  const owners = await tx.messages.claim(ctx.integrationId, claims)

  const locations = messages.flatMap((message) => {
    const messageId = owners.get(message.parsed.externalId)
    return messageId === undefined ? [] : [{ locator: message.received.locator, messageId }]
  })
  await tx.sources.locate(ctx.integrationId, locations)

  const fresh = [...firsts].filter(([externalId, message]) => owners.get(externalId) === message.id)
  const rawKeysInUse = new Set(fresh.map(([, message]) => message.blob.key))
  return {
    fresh: fresh.map(([, message]) => message),
    known: messages.filter((message) => !rawKeysInUse.has(message.blob.key)),
  }
}
