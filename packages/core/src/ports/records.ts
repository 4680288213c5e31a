import type { Conversation, Page, Status } from '../model/conversation.ts'
import type { InboxEvent, NewInboxEvent } from '../model/event.ts'
import type { Folder, FolderCounts } from '../model/folder.ts'
import type { Cursor, Integration, SendHold, SyncState } from '../model/integration.ts'
import type { Merge } from '../model/merge.ts'
import type { Attachment, FetchState, Message, ThreadMove } from '../model/message.ts'
import type { Verdict } from '../model/verdict.ts'

/** A page request: `cursor` is what an earlier page returned; a foreign or broken one throws `invalid-input`. */
export interface PageRequest {
  readonly cursor: string | null
  readonly limit: number
}

export interface IntegrationRecords {
  /** Also creates its lease. */
  insert(integration: Integration): Promise<void>
  get(id: string): Promise<Integration | null>
  /** By creation, oldest first. */
  list(): Promise<readonly Integration[]>
  /** Replaces name, settings, secrets, pause and interval. Pausing, resuming or changing ends the current lease. */
  update(integration: Integration): Promise<void>
  /** Writes the three `lastSync` fields and nothing else. */
  setSyncState(id: string, state: SyncState): Promise<void>
  /** Writes the `send` fields and nothing else. */
  setSendHold(id: string, hold: SendHold): Promise<void>
  /**
   * Replaces the keys under which `Directory.byRoute` finds it; a key that stays keeps its age. Removing the
   * integration removes them.
   */
  setRoutes(id: string, type: string, keys: readonly string[]): Promise<void>
  /** Stops its sync; its conversations stay, what was kept of its callbacks goes. Throws `not-found`. */
  remove(id: string): Promise<void>
  /** The holder of the lease learns of it at its next renewal. */
  requestSync(id: string): Promise<void>
  /** Throws `lease-lost` unless this fence still holds the lease; nobody can take it before the commit. */
  assertLease(id: string, fence: number): Promise<void>
  cursors(id: string): Promise<readonly Cursor[]>
  setCursor(id: string, cursor: Cursor): Promise<void>
}

/** A claim on an external id: whoever inserts it first owns the message. */
export interface MessageClaim {
  readonly externalId: string
  readonly messageId: string
}

export interface MessageRecords {
  /**
   * The one dedupe. Claims external ids under a unique constraint of (tenant, integration, external id) and
   * returns, for each given external id, the message id that owns it: the caller's own, or an earlier one.
   * Waits for a concurrent transaction that is claiming the same id.
   */
  claim(integrationId: string, claims: readonly MessageClaim[]): Promise<ReadonlyMap<string, string>>
  /** Who owns these external ids, without claiming any; an id that nobody claimed is absent. */
  owners(integrationId: string, externalIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  insert(messages: readonly Message[]): Promise<void>
  /**
   * Deletes messages and what was to be sent of them; unknown ids are ignored. Claims and places stay: they are the
   * tombstone that keeps a deleted message from coming back.
   */
  remove(ids: readonly string[]): Promise<void>
  get(id: string): Promise<Message | null>
  /** In any order; unknown ids are left out. */
  find(ids: readonly string[]): Promise<readonly Message[]>
  /** Oldest first by `receivedAt`, then id. */
  list(conversationId: string, page: PageRequest): Promise<Page<Message>>
  /** Everything that was not understood, latest first by `receivedAt`, then id. */
  listQuarantined(page: PageRequest): Promise<Page<Message>>
  /**
   * Replaces the attachment at this place while its `fetched` is in that state. False, and nothing changed, when it is
   * in another one, or there is no such attachment or message.
   */
  updateAttachment(
    messageId: string,
    index: number,
    change: { readonly from: FetchState['state']; readonly attachment: Attachment },
  ): Promise<boolean>
  /** What somebody chose a time for and has not begun to leave, soonest first by `dueAt`, then id. */
  listScheduled(page: PageRequest): Promise<Page<Message>>
  /**
   * What should have left and has not surely: failed, of unknown fate, or waiting after an attempt. Latest first by
   * `receivedAt`, then id.
   */
  listUnsent(page: PageRequest): Promise<Page<Message>>
  /**
   * Whether a person wrote to us in this conversation what was stored after this outbound message (ids are in the order
   * of their making) and is no older than that.
   */
  wasWrittenSince(
    conversationId: string,
    stored: { readonly afterId: string; readonly since: Date },
  ): Promise<boolean>
  /** Whether a person answered in this conversation after this time, from here or from elsewhere. */
  wasAnsweredSince(conversationId: string, since: Date): Promise<boolean>
  /**
   * When somebody last wrote a text to this integration from this address, in whatever conversation, by its provider's
   * clock where that is earlier; null: never. An address key; mails do not count.
   */
  lastTextAt(integrationId: string, address: string): Promise<Date | null>
  /** Takes messages to a conversation, which must exist at the commit, and adds the move to each one's `threading`. */
  move(messageIds: readonly string[], move: ThreadMove): Promise<void>
}

/** A mail id that was seen, as a message's own or only as a reference (a phantom parent), or another thread id. */
export interface ThreadLink {
  readonly mailId: string
  readonly conversationId: string
  readonly isOwn: boolean
  /** The id of a message that we sent, here or from another mail client: whoever quotes it has seen that message. */
  readonly isIssued: boolean
}

/** What threading looks at before a message joins. */
export interface ThreadConversation {
  readonly conversationId: string
  readonly status: Status
  /** Of the first and of the latest message, as they were written. */
  readonly subjects: readonly string[]
  readonly firstMessageAt: Date
  readonly lastMessageAt: Date
}

export interface Participant {
  readonly conversationId: string
  /** An address key, or `list:` and a List-Id: members of a list belong to its threads. */
  readonly address: string
}

export interface SubjectMatch {
  readonly conversationId: string
  readonly baseSubject: string
  readonly address: string
}

/** What threading needs to know, by integration: a conversation never spans two mailboxes. */
export interface ThreadRecords {
  find(integrationId: string, mailIds: readonly string[]): Promise<readonly ThreadLink[]>
  /**
   * Conversations with this base subject and this participant, active since then, neither archived nor spam.
   * An empty subject finds nothing.
   */
  findBySubject(
    integrationId: string,
    wanted: readonly { readonly baseSubject: string; readonly address: string }[],
    since: Date,
  ): Promise<readonly SubjectMatch[]>
  /**
   * Conversations with one of these participants, active since then, neither archived nor spam: for each address at
   * most the 20 that were active last.
   */
  findByAddress(
    integrationId: string,
    addresses: readonly string[],
    since: Date,
  ): Promise<readonly Participant[]>
  participants(conversationIds: readonly string[]): Promise<readonly Participant[]>
  /** Of these, the conversations that are in this integration. Locks them until the transaction ends. */
  conversations(
    integrationId: string,
    conversationIds: readonly string[],
  ): Promise<readonly ThreadConversation[]>
  /** Makes these ids, where they are known, lead to a conversation. */
  lead(integrationId: string, mailIds: readonly string[], conversationId: string): Promise<void>
  removeParticipants(participants: readonly Participant[]): Promise<void>
  /**
   * Adds links and participants; known ones stay. An own id replaces the same id seen as a reference, and once
   * issued it stays issued.
   */
  record(
    integrationId: string,
    links: readonly ThreadLink[],
    participants: readonly Participant[],
  ): Promise<void>
  /** Forgets the participants of a conversation, and those of these mail ids that lead to it. */
  forget(integrationId: string, conversationId: string, mailIds: readonly string[]): Promise<void>
}

export interface ConversationFilter {
  readonly folderId?: string
  readonly integrationId?: string
  readonly contactId?: string
  readonly statuses?: readonly Status[]
  readonly verdicts?: readonly Verdict[]
  readonly urgentOnly?: boolean
}

export interface HandingOver {
  readonly from: string
  readonly to: string
  /** What they are called in lists from now on; empty: as before. */
  readonly name: string
  readonly ids?: readonly string[]
}

export interface ConversationRecords {
  /** `baseSubject` is kept for `ThreadRecords.findBySubject`. */
  insert(conversations: readonly (Conversation & { readonly baseSubject: string })[]): Promise<void>
  /** Replaces everything but `id`, `integrationId`, `medium`, `createdAt`. Throws `not-found`. */
  update(conversations: readonly Conversation[]): Promise<void>
  /** In the order of the ids; missing ones are left out. Locks them until the transaction ends. */
  getForUpdate(ids: readonly string[]): Promise<readonly Conversation[]>
  get(id: string): Promise<Conversation | null>
  /** Deletes conversations; unknown ids are ignored. Refused at the commit while one of them holds a message. */
  remove(ids: readonly string[]): Promise<void>
  /**
   * Gives conversations of one contact to another, or to the same one, under this name; without ids all of them.
   * Returns the ids of those that changed hands or name; their versions go up.
   */
  handOver(handing: HandingOver): Promise<readonly string[]>
  /** Latest activity first. */
  list(filter: ConversationFilter, page: PageRequest): Promise<Page<Conversation>>
}

/** Conversations that were taken into others. What was merged into what never forms a circle. */
export interface MergeRecords {
  /** Throws `conflict` when that conversation is merged already. */
  insert(merge: Merge): Promise<void>
  get(id: string): Promise<Merge | null>
  /** Ends it. */
  undo(id: string, at: Date): Promise<void>
  /** Those in force that led into this conversation directly, newest first. */
  into(conversationId: string): Promise<readonly Merge[]>
  /** Where conversations that were merged live now, however often; ids that are not merged are absent. */
  resolve(conversationIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export interface FolderRecords {
  /** Inserts those whose key is free; known keys stay as they are. A parent must exist at the commit. */
  insertMissing(folders: readonly Folder[]): Promise<void>
  /** By position, then name. */
  list(): Promise<readonly Folder[]>
  get(id: string): Promise<Folder | null>
  update(folder: Folder): Promise<void>
  /** Throws `conflict` while it holds conversations or folders. */
  remove(id: string): Promise<void>
  /** Maintained counters by folder id; a folder that is absent is empty. */
  counts(): Promise<ReadonlyMap<string, FolderCounts>>
  /** Moves every conversation of one folder to another; their versions go up. */
  moveConversations(fromFolderId: string, toFolderId: string): Promise<void>
}

export interface EventRecords {
  append(events: readonly NewInboxEvent[]): Promise<void>
  /**
   * Committed events after a position, in an order that never changes: nothing appears later before a
   * position that was already read. `null` starts now: it returns no event but the current position. Throws
   * `invalid-input` for a position that is none.
   */
  after(
    position: string | null,
    limit: number,
  ): Promise<{ readonly events: readonly InboxEvent[]; readonly position: string }>
}

/** A tenant's data key, wrapped by a host key. */
export interface WrappedKey {
  readonly id: string
  readonly hostKeyId: string
  readonly wrapped: string
  readonly createdAt: Date
}

export interface KeyRecords {
  list(): Promise<readonly WrappedKey[]>
  insert(key: WrappedKey): Promise<void>
}
