import type { Contact, ContactMerge } from '../model/contact.ts'
import type { Page } from '../model/conversation.ts'
import type { PageRequest } from './records.ts'

export interface ContactCandidate {
  /** Taken if the contact does not exist. */
  readonly id: string
  readonly addressKey: string
  /** Keys of other addresses that are certainly the same person's. */
  readonly also?: readonly string[]
  readonly name: string
  readonly createdAt: Date
}

/** Two addresses that were certainly one person's when a message came, but belong to two contacts. */
export interface AddressPair {
  readonly address: string
  readonly other: string
  /** The contact of the other one today. */
  readonly otherId: string
}

/** The id of a merged contact stands everywhere for the contact it was merged into. */
export interface ContactRecords {
  /**
   * Finds or creates the contact of each address key; creating two at once yields one. Where only one of a
   * candidate's addresses is known, its contact gains the others. Where they belong to several contacts each keeps
   * its own, the address key decides, and the pair is noted (see `pairs`). A contact whose name is still empty takes
   * the given name. Locks the addresses until the transaction ends, so that two messages of one person are threaded
   * one after the other. Returns contacts by every address key that was given, also the other ones.
   */
  resolve(people: readonly ContactCandidate[]): Promise<ReadonlyMap<string, Contact>>
  get(id: string): Promise<Contact | null>
  /**
   * In the order of the ids; missing ones are left out. Locks them with their addresses until the transaction ends:
   * meanwhile no message of these people is threaded and nobody else merges or changes them.
   */
  getForUpdate(ids: readonly string[]): Promise<readonly Contact[]>
  /** By name, then id. Every word of `words` begins a word of the contact (see `contactWords`). */
  list(filter: { readonly words: readonly string[] }, page: PageRequest): Promise<Page<Contact>>
  /** Contacts that have one of exactly these words, at most `limit`. */
  sharing(words: readonly string[], limit: number): Promise<readonly Contact[]>
  /** Pairs of which one side is one of these addresses, that side as `address`; at most 100; without those whose other side is nobody's. */
  pairs(addresses: readonly string[]): Promise<readonly AddressPair[]>
  /** Inserts a contact; its addresses are those that are free. Returns whose each one is afterwards, by id. */
  insert(contact: Contact): Promise<ReadonlyMap<string, string>>
  rename(id: string, name: string): Promise<void>
  /** Adds those that are free; returns whose each one is afterwards, by id. Waits for whoever claims one just now. */
  claim(id: string, addresses: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Takes an address from a contact, if it has it. */
  release(id: string, address: string): Promise<void>
  /** Gives addresses of one contact to another. */
  moveAddresses(addresses: readonly string[], move: ContactMove): Promise<void>
}

export interface ContactMove {
  readonly from: string
  readonly to: string
}

/** Contacts that were taken into others. What was merged into what never forms a circle. */
export interface ContactMergeRecords {
  /** From now on the id leads to the other one. Throws `conflict` when that contact is merged already. */
  insert(merge: ContactMerge): Promise<void>
  get(id: string): Promise<ContactMerge | null>
  /** Ends it: the id stands for itself again. */
  undo(id: string, at: Date): Promise<void>
  /** Those in force that led into these contacts directly, newest first. */
  into(contactIds: readonly string[]): Promise<readonly ContactMerge[]>
}
