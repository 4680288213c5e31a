import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { ContactMergeView, ContactsApi } from '../inbox-contacts.ts'
import { addressKey } from '../model/address.ts'
import type { Contact, ContactMerge } from '../model/contact.ts'
import { contactAddress } from '../model/contact-address.ts'
import { searchWords } from '../model/contact-words.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import type { Transaction } from '../ports/storage.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'
import { contactSuggestions } from './contact-suggestions.ts'
import { found, pageRequest } from './find.ts'
import { lockContacts, mergeContacts, mergesInto, unmergeContacts } from './merge-contacts.ts'

const nameSchema = z
  .string()
  .max(200, 'a name has at most 200 characters')
  .transform((name) => cleanText(name, 200).trim())

const addressSchema = z
  .string()
  .max(320, 'an address has at most 320 characters')
  .transform((typed, check) => {
    const address = contactAddress(typed)
    if (address !== null) return address
    const message = 'a mail address, or a phone number with its country code, such as +33 6 12 34 56 78'
    check.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const inputSchema = z.strictObject({
  name: nameSchema,
  addresses: z.array(addressSchema).min(1, 'name at least one address').max(50, 'at most 50 addresses'),
})
const changesSchema = z.strictObject({ name: nameSchema.optional() })
const mergeSchema = z.strictObject({ into: z.string() })
const searchSchema = z.string().max(200, 'a search has at most 200 characters')

/** The people of a tenant and what a person may say about them. */
export function contactsApi(ctx: ApiContext): ContactsApi {
  return {
    async list({ search = '', ...page } = {}) {
      const words = searchWords(validate(searchSchema, search, 'search'))
      return within(ctx, (tx) => tx.contacts.list({ words }, pageRequest(page)))
    },
    get: (id) => within(ctx, (tx) => found('contact', id, tx.contacts.get)),
    create: async (input, actor = systemActor) => {
      const { name, addresses } = validate(inputSchema, input)
      const contact = { id: ctx.clock.newId(), name, addresses, createdAt: ctx.clock.now() }
      return within(ctx, (tx) => create(tx, ctx, contact, actor))
    },
    update: async (id, changes, actor = systemActor) => {
      const { name } = validate(changesSchema, changes)
      return changing(ctx, id, actor, async (tx, contact) => {
        if (name === undefined || name === contact.name) return false
        await tx.contacts.rename(contact.id, name)
        await tx.conversations.handOver({ from: contact.id, to: contact.id, name })
        return true
      })
    },
    addAddress: async (id, typed, actor = systemActor) => {
      const address = validate(addressSchema, typed, 'address')
      return changing(ctx, id, actor, async (tx, contact) => {
        if (contact.addresses.includes(address)) return false
        await assertOwn(tx, contact.id, await tx.contacts.claim(contact.id, [address]))
        return true
      })
    },
    removeAddress: (id, typed, actor = systemActor) =>
      changing(ctx, id, actor, (tx, contact) => removeAddress(tx, contact, typed)),
    ...merging(ctx),
    suggestions: (id) => within(ctx, (tx) => contactSuggestions(tx, id)),
  }
}

type Merging = Pick<ContactsApi, 'merge' | 'unmerge' | 'merges'>

function merging(ctx: ApiContext): Merging {
  return {
    merge: async (id, options, actor = systemActor) => {
      const { into } = validate(mergeSchema, options)
      return within(ctx, (tx) => mergeContacts(tx, ctx, { id, into, actor }))
    },
    unmerge: (mergeId, actor = systemActor) => within(ctx, (tx) => unmergeContacts(tx, ctx, mergeId, actor)),
    merges: (id) => within(ctx, async (tx) => (await mergesInto(tx, id)).map(mergeView)),
  }
}

function mergeView({ id, fromId, at, actor, before }: ContactMerge): ContactMergeView {
  return { id, fromId, name: before.name, addresses: before.addresses, at, actor }
}

async function create(tx: Transaction, ctx: ApiContext, contact: Contact, actor: Actor): Promise<Contact> {
  const addresses = [...new Set(contact.addresses)].toSorted()
  await assertOwn(tx, contact.id, await tx.contacts.insert({ ...contact, addresses }))
  await announce(tx, ctx, contact.id, actor)
  return found('contact', contact.id, tx.contacts.get)
}

/** Changes a contact that is locked; `change` says whether there was anything to do. */
function changing(
  ctx: ApiContext,
  id: string,
  actor: Actor,
  change: (tx: Transaction, contact: Contact) => Promise<boolean>,
): Promise<Contact> {
  return within(ctx, async (tx) => {
    const [contact] = await lockContacts(tx, [id])
    if (!(await change(tx, contact))) return contact
    await announce(tx, ctx, contact.id, actor)
    return found('contact', contact.id, tx.contacts.get)
  })
}

function announce(tx: Transaction, ctx: ApiContext, contact: string, actor: Actor): Promise<void> {
  return tx.events.append([eventNow(ctx, { type: 'contact.changed', actor, data: { contact } })])
}

/** Throws `conflict` when one of these addresses is another contact's. */
async function assertOwn(tx: Transaction, id: string, owners: ReadonlyMap<string, string>): Promise<void> {
  const taken = [...owners].find(([, ownerId]) => ownerId !== id)
  if (taken === undefined) return
  const [address, ownerId] = taken
  const owner = await tx.contacts.get(ownerId)
  const name = owner?.name || owner?.addresses[0] || 'somebody else'
  throw new GuichetError('conflict', `address: ${address} belongs to ${name} (contact ${ownerId})`, {
    field: 'address',
  })
}

async function removeAddress(tx: Transaction, contact: Contact, typed: string): Promise<boolean> {
  const wanted = [addressKey(typed), contactAddress(typed)]
  const address = contact.addresses.find((one) => wanted.includes(one))
  if (address === undefined) throw new GuichetError('not-found', 'this contact has no such address')
  if (contact.addresses.length === 1) {
    throw new GuichetError('conflict', 'this is the last address of the contact: nobody could be reached', {
      field: 'address',
    })
  }
  await tx.contacts.release(contact.id, address)
  return true
}
