import { GuichetError } from '../../errors.ts'
import type { AddressMark, AddressMarkName, Correspondent } from '../../model/address-mark.ts'
import type { Arrival } from '../../model/arrival.ts'
import type { Contact, ContactMerge } from '../../model/contact.ts'
import type { Conversation, Status } from '../../model/conversation.ts'
import type { InboxEvent } from '../../model/event.ts'
import type { Folder } from '../../model/folder.ts'
import type { Cursor, Integration, SourceState } from '../../model/integration.ts'
import type { NewMail } from '../../model/mail.ts'
import type { Merge } from '../../model/merge.ts'
import type { Message } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { TenantId } from '../../model/tenant.ts'
import type { StoredUpload } from '../../model/upload.ts'
import type { EndpointDelivery, WebhookEndpoint } from '../../model/webhook-endpoint.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PendingSignIn } from '../../ports/login-records.ts'
import type { ThreadLink, WrappedKey } from '../../ports/records.ts'
import type { CallbackRow } from './callbacks.ts'
import type { Journal } from './journal.ts'

export type StoredConversation = Conversation & { readonly baseSubject: string }

/** `owner` is null while nobody holds it; the fence survives so that the next holder gets a higher one. */
export interface LeaseRow {
  readonly owner: string | null
  readonly fence: number
  readonly expiresAt: number
  readonly syncRequested: boolean
}

/** Under which keys an integration is found, and since when. */
export interface RoutesRow {
  readonly type: string
  readonly since: ReadonlyMap<string, number>
}

/** Everything one tenant has. Maps of maps are indexes: what one question needs is found without a scan. */
export interface Tables {
  readonly integrations: Map<string, Integration>
  readonly leases: Map<string, LeaseRow>
  /** By integration: until when somebody renews its secrets. */
  readonly renewals: Map<string, number>
  readonly signIns: Map<string, PendingSignIn>
  /** By integration, then source. */
  readonly cursors: Map<string, Map<string, Cursor>>
  /** By integration. */
  readonly sources: Map<string, readonly SourceState[]>
  /** By integration: the session that reads it. */
  readonly readers: Map<string, string>
  /** By integration, then locator. */
  readonly attempts: Map<string, Map<string, number>>
  /** By integration, then callback id, in the order of arrival. */
  readonly callbacks: Map<string, Map<string, CallbackRow>>
  /** By integration. */
  readonly routes: Map<string, RoutesRow>
  /** By integration, then external id. */
  readonly claims: Map<string, Map<string, string>>
  /** By integration, then locator. */
  readonly locations: Map<string, Map<string, string>>
  readonly messages: Map<string, Message>
  readonly mails: Map<string, NewMail>
  readonly uploads: Map<string, StoredUpload>
  /** Outbound messages and mails by mail id, then id. */
  readonly sent: Map<string, Map<string, true>>
  /** Inbound texts by integration and sender, then id. */
  readonly textsOf: Map<string, Map<string, true>>
  /** By outbound message, then recipient. */
  readonly arrivals: Map<string, Map<string, Arrival>>
  readonly correspondents: Map<string, Correspondent>
  /** By address, then name. */
  readonly marks: Map<string, Map<AddressMarkName, AddressMark>>
  /** By integration, then mail id. */
  readonly links: Map<string, Map<string, ThreadLink>>
  /** By conversation, then address. */
  readonly participants: Map<string, Map<string, true>>
  readonly conversations: Map<string, StoredConversation>
  /** By base subject, then conversation. */
  readonly subjects: Map<string, Map<string, true>>
  readonly merges: Map<string, Merge>
  readonly contacts: Map<string, Contact>
  readonly contactOfAddress: Map<string, string>
  readonly contactMerges: Map<string, ContactMerge>
  /** By address, then the other address. */
  readonly addressPairs: Map<string, Map<string, true>>
  readonly folders: Map<string, Folder>
  /** By folder, then status. */
  readonly folderCounts: Map<string, Map<Status, number>>
  readonly outbox: Map<string, OutboxEntry>
  readonly outboxOfKey: Map<string, string>
  /** Outbox entries by the provider's id, then message. */
  readonly sendsOfProvider: Map<string, Map<string, true>>
  /** By scope of a limit: since when, and how many began. */
  readonly sendCounts: Map<string, { readonly start: number; readonly count: number }>
  /** By position, from 1 without a gap. */
  readonly events: Map<number, InboxEvent>
  readonly endpoints: Map<string, WebhookEndpoint>
  /** By endpoint: how far its events are made deliveries. */
  readonly endpointPositions: Map<string, string>
  readonly deliveries: Map<string, EndpointDelivery>
  /** By endpoint, then event. */
  readonly deliveryOfEvent: Map<string, Map<string, string>>
  readonly answers: Map<string, { readonly sealed: string | null; readonly claimedAt: number }>
  readonly keys: Map<string, WrappedKey>
}

export function createTables(): Tables {
  return {
    integrations: new Map(),
    leases: new Map(),
    renewals: new Map(),
    signIns: new Map(),
    cursors: new Map(),
    sources: new Map(),
    readers: new Map(),
    attempts: new Map(),
    callbacks: new Map(),
    routes: new Map(),
    claims: new Map(),
    locations: new Map(),
    messages: new Map(),
    mails: new Map(),
    uploads: new Map(),
    sent: new Map(),
    textsOf: new Map(),
    arrivals: new Map(),
    correspondents: new Map(),
    marks: new Map(),
    links: new Map(),
    participants: new Map(),
    conversations: new Map(),
    subjects: new Map(),
    merges: new Map(),
    contacts: new Map(),
    contactOfAddress: new Map(),
    contactMerges: new Map(),
    addressPairs: new Map(),
    folders: new Map(),
    folderCounts: new Map(),
    outbox: new Map(),
    outboxOfKey: new Map(),
    sendsOfProvider: new Map(),
    sendCounts: new Map(),
    events: new Map(),
    endpoints: new Map(),
    endpointPositions: new Map(),
    deliveries: new Map(),
    deliveryOfEvent: new Map(),
    answers: new Map(),
    keys: new Map(),
  }
}

/** What every group of records works with, inside one transaction. */
export interface MemoryContext {
  readonly tenant: TenantId
  readonly clock: Clock
  readonly journal: Journal
  /** The tenant's tables. Throws `internal` once the transaction has ended. */
  tables(): Tables
  /** Runs before the commit and throws to prevent it: what is referred to may be written in any order. */
  beforeCommit(check: () => void): void
}

/** The inner map of an index, created when it is missing. An empty one means nothing, so it needs no undo. */
export function innerMap<Key, Value>(outer: Map<string, Map<Key, Value>>, outerKey: string): Map<Key, Value> {
  const known = outer.get(outerKey)
  if (known !== undefined) return known
  const created = new Map<Key, Value>()
  outer.set(outerKey, created)
  return created
}

/** A copy for the caller, or null: nobody holds an object that is also stored. */
export function copyOrNull<Value>(value: Value | undefined): Value | null {
  return value === undefined ? null : structuredClone(value)
}

/** Stores a copy under a new key. Throws `conflict` when the key is taken. */
export function insertRow<Value>(
  context: MemoryContext,
  map: Map<string, Value>,
  row: { readonly key: string; readonly value: Value; readonly name: string },
): void {
  if (map.has(row.key)) throw new GuichetError('conflict', `${row.name} ${row.key} exists already`)
  context.journal.set(map, row.key, structuredClone(row.value))
}

/** What is stored under a key. Throws `not-found`. */
export function existingRow<Value>(map: ReadonlyMap<string, Value>, key: string, name: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new GuichetError('not-found', `there is no ${name} ${key}`)
  return value
}

/** Refuses the commit with `conflict` when what is referred to is not there by then. */
export function requireRow(context: MemoryContext, table: 'conversations' | 'folders', key: string): void {
  context.beforeCommit(() => {
    if (context.tables()[table].has(key)) return
    throw new GuichetError('conflict', `${table} has no ${key}, which something stored refers to`)
  })
}
