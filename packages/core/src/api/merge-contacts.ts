import { GuichetError } from '../errors.ts'
import type { ContactMergeResult } from '../inbox-contacts.ts'
import { addressKey } from '../model/address.ts'
import type { Contact, ContactMerge } from '../model/contact.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Actor } from '../model/tenant.ts'
import type { Transaction } from '../ports/storage.ts'
import { type ApiContext, eventNow } from './api-context.ts'
import { found } from './find.ts'

type OnePerId<Ids extends readonly string[]> = { readonly [Index in keyof Ids]: Contact }

/** Live contacts, locked together with their addresses. Throws `not-found`, and `conflict` when one goes meanwhile. */
export async function lockContacts<const Ids extends readonly string[]>(
  tx: Transaction,
  ids: Ids,
): Promise<OnePerId<Ids>> {
  for (const id of ids) await found('contact', id, tx.contacts.get)
  const locked = await tx.contacts.getForUpdate(ids)
  if (hasAll(locked, ids)) return locked
  throw conflict('somebody changed this contact just now: look, then try again')
}

function hasAll<Ids extends readonly string[]>(
  contacts: readonly Contact[],
  ids: Ids,
): contacts is OnePerId<Ids> & readonly Contact[] {
  return contacts.length === ids.length
}

interface Merging {
  readonly id: string
  readonly into: string
  readonly actor: Actor
}

/** Takes one contact into another, with its addresses and conversations. A contact without a name takes over the other's. */
export async function mergeContacts(
  tx: Transaction,
  ctx: ApiContext,
  { id, into: intoId, actor }: Merging,
): Promise<ContactMergeResult> {
  const [from, into] = await lockContacts(tx, [id, intoId])
  if (from.id === into.id) throw conflict('into: these are one contact already', 'into')
  const name = into.name || from.name
  const conversationIds = await tx.conversations.handOver({ from: from.id, to: into.id, name })
  await tx.contacts.moveAddresses(from.addresses, { from: from.id, to: into.id })
  if (name !== into.name) await tx.contacts.rename(into.id, name)
  const merge: ContactMerge = {
    ...{ id: ctx.clock.newId(), fromId: from.id, intoId: into.id, at: ctx.clock.now(), actor },
    ...{ undoneAt: null, before: from, conversationIds },
    ...{ intoNameBefore: into.name, intoNameAfter: name },
  }
  await tx.contactMerges.insert(merge)
  const data = { contact: into.id, from: from.id, merge: merge.id, conversations: conversationIds.length }
  await tx.events.append([eventNow(ctx, { type: 'contact.merged', actor, data })])
  return { contact: await found('contact', into.id, tx.contacts.get), mergeId: merge.id }
}

/** What led into this contact, also by way of others, latest first. */
export async function mergesInto(tx: Transaction, id: string): Promise<readonly ContactMerge[]> {
  const { id: liveId } = await found('contact', id, tx.contacts.get)
  const merges = new Map<string, ContactMerge>()
  let ids: readonly string[] = [liveId]
  while (ids.length > 0) {
    const found = (await tx.contactMerges.into(ids)).filter((merge) => !merges.has(merge.id))
    for (const merge of found) merges.set(merge.id, merge)
    ids = found.map(({ fromId }) => fromId)
  }
  return [...merges.values()].toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

/**
 * Takes a contact out again: those of its addresses that are still there, its conversations, and what came from these
 * addresses since. Throws `conflict` when it was taken out already, and when one of the two would have no address left.
 */
export async function unmergeContacts(
  tx: Transaction,
  ctx: ApiContext,
  mergeId: string,
  actor: Actor,
): Promise<Contact> {
  const { intoId } = await found('merge', mergeId, tx.contactMerges.get)
  const [root] = await lockContacts(tx, [intoId])
  // Read again: somebody may have undone it until we held the contact.
  const merge = await found('merge', mergeId, tx.contactMerges.get)
  if (merge.undoneAt !== null) throw conflict('this merge was undone already')
  const addresses = merge.before.addresses.filter((address) => root.addresses.includes(address))
  if (addresses.length === 0) throw conflict('the addresses of that contact are elsewhere by now')
  if (addresses.length === root.addresses.length)
    throw conflict('no address would remain with the other contact')

  const ids = await leaving(tx, root, { merge, addresses })
  await tx.contacts.moveAddresses(addresses, { from: root.id, to: merge.fromId })
  await tx.contactMerges.undo(merge.id, ctx.clock.now())
  const name = merge.before.name || (addresses[0] ?? '')
  await tx.conversations.handOver({ from: root.id, to: merge.fromId, name, ids })
  const { intoNameBefore, intoNameAfter } = merge
  const tookName = root.id === intoId && intoNameBefore !== intoNameAfter && root.name === intoNameAfter
  if (tookName) await tx.contacts.rename(root.id, intoNameBefore)
  const data = { contact: root.id, from: merge.fromId, merge: merge.id, conversations: ids.length }
  await tx.events.append([eventNow(ctx, { type: 'contact.unmerged', actor, data })])
  return found('contact', merge.fromId, tx.contacts.get)
}

interface Leaving {
  readonly merge: ContactMerge
  readonly addresses: readonly string[]
}

/** Which conversations of the contact leave with these addresses. */
async function leaving(
  tx: Transaction,
  { id: contactId, addresses: all }: Contact,
  { merge, addresses }: Leaving,
): Promise<readonly string[]> {
  const came = new Set(merge.conversationIds)
  const goes = new Set(addresses)
  const stays = new Set(all.filter((address) => !goes.has(address)))
  const ids: string[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await tx.conversations.list({ contactId }, { cursor, limit: 200 })
    const since = page.items.filter(({ id, createdAt }) => !came.has(id) && createdAt >= merge.at)
    const people = Map.groupBy(
      await tx.threads.participants(since.map(({ id }) => id)),
      ({ conversationId }) => conversationId,
    )
    ids.push(...page.items.filter(({ id }) => came.has(id)).map(({ id }) => id))
    for (const conversation of since) {
      const here = (people.get(conversation.id) ?? []).map(({ address }) => address)
      if (!here.some((address) => goes.has(address))) continue
      const isShared = here.some((address) => stays.has(address))
      if (!isShared || goes.has(await firstSender(tx, conversation))) ids.push(conversation.id)
    }
    if (page.nextCursor === null) return ids
    cursor = page.nextCursor
  }
}

/** Of a conversation in which both write: who began it. */
async function firstSender(tx: Transaction, { id }: Conversation): Promise<string> {
  const { items } = await tx.messages.list(id, { cursor: null, limit: 50 })
  const first = items.find(({ direction, verdict }) => direction === 'inbound' && verdict === 'person')
  return addressKey((first?.forwardedFrom ?? first?.from)?.address ?? '')
}

function conflict(sentence: string, field?: string): GuichetError {
  return new GuichetError('conflict', sentence, field === undefined ? {} : { field })
}
