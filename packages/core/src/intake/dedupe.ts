import type { Transaction } from '../ports/storage.ts'
import type { OwnSends } from './find-own-sends.ts'
import type { IntakeContext } from './intake-context.ts'
import type { ReadMessage } from './read-message.ts'

/** A message nobody had before, with the id it will have. */
export interface FreshMessage extends ReadMessage {
  readonly id: string
}

/** A message that is stored already, or was deleted here, with its id. */
export interface KnownMessage extends ReadMessage {
  readonly id: string
}

export interface Deduped {
  readonly fresh: readonly FreshMessage[]
  readonly known: readonly KnownMessage[]
}

/**
 * Separates what is new from what is known, by one unique constraint on (tenant, integration, external id),
 * and remembers where each was seen. A mailbox whose UIDVALIDITY changed ends here, in silence, and so does mail that
 * was deleted here: its claim is still there.
 *
 * The external id says what a message is, by its content. Where the server has an id of its own for a message, that
 * is claimed as well and counts more: a message moved to another folder is the same one, however it is read today.
 */
export async function dedupe(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
  sends: OwnSends,
): Promise<Deduped> {
  if (messages.length === 0) return { fresh: [], known: [] }
  const owners = await claimAll(tx, ctx, messages, sends)
  const identified = messages.map((message) => ({ ...message, ...owners(message) }))
  await tx.sources.locate(
    ctx.integrationId,
    identified.map(({ received, id }) => ({ locator: received.locator, messageId: id })),
  )
  const fresh = new Map<string, FreshMessage>()
  // The same mail may be in one batch twice: sent to two of our addresses, say.
  for (const message of identified)
    if (message.isNew && !fresh.has(message.id)) fresh.set(message.id, message)
  return {
    fresh: [...fresh.values()],
    known: identified.filter((message) => fresh.get(message.id) !== message),
  }
}

interface Owner {
  readonly id: string
  /** Nobody had this message before. */
  readonly isNew: boolean
}

/** Claims every id of every message for one owner each. */
async function claimAll(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
  sends: OwnSends,
): Promise<(message: ReadMessage) => Owner> {
  const providers = await providerOwners(tx, ctx, messages)
  const certain = (message: ReadMessage) =>
    sends.get(message)?.id ?? providers.get(providerKey(message) ?? '')
  const newIds = new Set<string>()
  const proposed = new Map<string, string>()
  const proposedByProvider = new Map<string, string>()
  for (const message of messages) {
    const key = providerKey(message)
    const { externalId } = message.parsed
    const twin = proposed.get(externalId) ?? (key === null ? undefined : proposedByProvider.get(key))
    const id = certain(message) ?? twin ?? ctx.clock.newId()
    if (certain(message) === undefined) newIds.add(id)
    if (!proposed.has(externalId)) proposed.set(externalId, id)
    if (key !== null) proposedByProvider.set(key, id)
  }
  const claims = [...proposed].map(([externalId, messageId]) => ({ externalId, messageId }))
  const claimed = await tx.messages.claim(ctx.integrationId, claims)
  const ownerOf = (message: ReadMessage): Owner => {
    const id = certain(message) ?? claimed.get(message.parsed.externalId)
    if (id === undefined) throw new RangeError('a claim always has an owner')
    return { id, isNew: newIds.has(id) }
  }
  await claimProviderIds(tx, ctx, messages, ownerOf)
  return ownerOf
}

async function providerOwners(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
): Promise<ReadonlyMap<string, string>> {
  const keys = messages.flatMap((message) => providerKey(message) ?? [])
  return keys.length === 0 ? new Map() : tx.messages.owners(ctx.integrationId, keys)
}

async function claimProviderIds(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
  ownerOf: (message: ReadMessage) => Owner,
): Promise<void> {
  const claims = messages.flatMap((message) => {
    const externalId = providerKey(message)
    return externalId === null ? [] : [{ externalId, messageId: ownerOf(message).id }]
  })
  if (claims.length > 0) await tx.messages.claim(ctx.integrationId, claims)
}

/** In the same table as external ids, under a prefix that none of them has. */
function providerKey({ received }: ReadMessage): string | null {
  const id = received.origin?.providerId?.trim() ?? ''
  return id === '' ? null : `provider:${id}`
}
