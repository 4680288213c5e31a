import type { AddressMark, AddressMarkName, Correspondent } from '../model/address-mark.ts'
import type { Arrival } from '../model/arrival.ts'
import type { Message } from '../model/message.ts'

/** An outbound message, or a mail of the host application, as a report about it needs it. */
export interface SentMessage extends Pick<Message, 'id' | 'mailId' | 'to' | 'receivedAt'> {
  /** Null for mail of the host application. */
  readonly conversationId: string | null
  readonly integrationId: string | null
  /** With the blind copies: it may bounce for them as well. */
  readonly cc: Message['cc']
}

/** One that went through the outbox, with the id that its provider gave it. */
export interface SendOnRecord extends SentMessage {
  readonly providerId: string | null
}

/** What a provider's report may name a message by: our id, or its own. */
export interface SentIds {
  readonly messageIds: readonly string[]
  readonly providerIds: readonly string[]
}

export interface MessageArrival extends Arrival {
  /** The outbound message. */
  readonly messageId: string
}

/** What is reported about messages we sent; `MessageRecords` show it with them. */
export interface ArrivalRecords {
  /** What we sent with one of these Message-IDs, whatever a report claims. */
  findSent(mailIds: readonly string[]): Promise<readonly SentMessage[]>
  /** What this integration sent from our outbox, by either id; null: what anybody of the tenant did. */
  findSends(integrationId: string | null, ids: SentIds): Promise<readonly SendOnRecord[]>
  /** Keeps what supersedes the word known about its recipient, and returns that. Order does not matter. */
  record(arrivals: readonly MessageArrival[]): Promise<readonly MessageArrival[]>
}

/** What is known of addresses, whether or not a contact has them. Addresses are address keys. */
export interface AddressRecords {
  /** Known ones stay, and `confirmed` replaces `written`. */
  remember(correspondents: readonly Correspondent[]): Promise<void>
  /** As if they had never been remembered. */
  forget(addresses: readonly string[]): Promise<void>
  correspondents(addresses: readonly string[]): Promise<readonly Correspondent[]>
  /** One of each name for an address: the first stays with its date, unless `hard` replaces `soft`. */
  mark(marks: readonly AddressMark[]): Promise<void>
  marks(addresses: readonly string[]): Promise<readonly AddressMark[]>
  /** Takes marks of these names away and returns what was there. */
  unmark(addresses: readonly string[], names: readonly AddressMarkName[]): Promise<readonly AddressMark[]>
}
