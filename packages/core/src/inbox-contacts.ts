import type { PageOptions } from './inbox-conversations.ts'
import type { Contact, ContactLikeness } from './model/contact.ts'
import type { Page } from './model/conversation.ts'
import type { Actor } from './model/tenant.ts'

export interface ContactQuery extends PageOptions {
  /**
   * The beginnings of words of a name or an address, or of a phone number however it is typed; all must be there. Case
   * and accents do not matter.
   */
  readonly search?: string
}

export interface ContactInput {
  readonly name: string
  /** Mail addresses and phone numbers, 1 to 50 of them. */
  readonly addresses: readonly string[]
}

export interface ContactChanges {
  readonly name?: string
}

/** The contact that stayed, and what undoes the merge. */
export interface ContactMergeResult {
  readonly contact: Contact
  readonly mergeId: string
}

/** A contact that was taken into another one. */
export interface ContactMergeView {
  readonly id: string
  /** Its former id, which leads to the other one. */
  readonly fromId: string
  readonly name: string
  readonly addresses: readonly string[]
  readonly at: Date
  readonly actor: Actor
}

/** Somebody who may be the same person. It is for a person to say so. */
export interface ContactSuggestion {
  readonly contact: Contact
  /** Strongest first. */
  readonly reasons: readonly { readonly likeness: ContactLikeness; readonly evidence: string }[]
}

/**
 * The people whom a tenant talks with. Every call takes the id of a merged contact for the one it was merged into.
 * Addresses are taken as people write them; a phone number needs its country code.
 */
export interface ContactsApi {
  /** By name, then id. */
  list(query?: ContactQuery): Promise<Page<Contact>>
  get(id: string): Promise<Contact>
  /** Throws `conflict` naming the contact that has one of the addresses. */
  create(input: ContactInput, actor?: Actor): Promise<Contact>
  /** Its conversations are called by the new name. */
  update(id: string, changes: ContactChanges, actor?: Actor): Promise<Contact>
  /** Throws `conflict` naming the contact that has this address: merging is another thing. */
  addAddress(id: string, address: string, actor?: Actor): Promise<Contact>
  /**
   * What comes from there next begins a contact of its own; its conversations stay. Throws `not-found` for an address
   * that the contact does not have, and `conflict` for its last one.
   */
  removeAddress(id: string, address: string, actor?: Actor): Promise<Contact>
  /**
   * Takes a contact into another one, with its addresses and conversations; what comes from either is one person's from
   * now on. Both ids stay valid. Throws `conflict` for one contact with itself.
   */
  merge(id: string, options: { readonly into: string }, actor?: Actor): Promise<ContactMergeResult>
  /**
   * Takes a merged contact out again, with its addresses, its conversations and what came from its addresses since.
   * Throws `conflict` when it cannot.
   */
  unmerge(mergeId: string, actor?: Actor): Promise<Contact>
  /** What was merged into this contact, also by way of others, and can be taken out; latest first. */
  merges(id: string): Promise<readonly ContactMergeView[]>
  /** Who may be the same person, strongest first, at most 20. */
  suggestions(id: string): Promise<readonly ContactSuggestion[]>
}
