import type { ContactsApi } from './inbox-contacts.ts'
import type { ConversationsApi, PageOptions } from './inbox-conversations.ts'
import type { EndpointsApi } from './inbox-endpoints.ts'
import type { MailerApi } from './inbox-mailer.ts'
import type { Language, ProblemWords } from './model/account-problem.ts'
import type { AddressMark } from './model/address-mark.ts'
import type { Authentication } from './model/authentication.ts'
import type { ChannelTypeView, WebhookView } from './model/channel-type.ts'
import type { Page } from './model/conversation.ts'
import type { DeliverabilityReport, DomainSender } from './model/deliverability.ts'
import type { InboxEvent } from './model/event.ts'
import type { Folder, FolderInput, FolderView } from './model/folder.ts'
import type { GapReport } from './model/gap-report.ts'
import type { Integration } from './model/integration.ts'
import type { KnownSender } from './model/known-senders.ts'
import type { Message, RefusedConversation, ThreadingRule, ThreadMove } from './model/message.ts'
import type { AttachmentContent, ContentOptions, MessageContent } from './model/message-content.ts'
import type { OnceRequest } from './model/once-request.ts'
import type { Actor, TenantId } from './model/tenant.ts'
import type { Upload } from './model/upload.ts'
import type { Verdict } from './model/verdict.ts'
import type { Discovery } from './ports/accounts.ts'
import type { ReceiveReports } from './ports/mail-sender.ts'
import type { ReceiveWebhook } from './ports/webhook.ts'

/** The inbox of every tenant of a host application. */
export interface Inbox {
  /** Brings the storage up to date; call it before anything else. Safe from many processes at once. */
  migrate(): Promise<void>
  /** Everything below is inside this tenant. Throws `invalid-input` for an id that is not one. */
  tenant(id: TenantId): TenantInbox
  /** Starts syncing, sending and processing in this process. Any number of processes may do so. */
  start(options?: WorkerOptions): Worker
  /** Takes a request of another server, signed for one of the integrations. Paused ones take them, too. */
  readonly receiveWebhook: ReceiveWebhook
  /** Takes a request of the provider of one of the host's own senders, which tells what became of messages. */
  readonly receiveReports: ReceiveReports
  readonly deliverability: DeliverabilityApi
  /** Stops the workers of this process, ends what channels keep open and releases the storage. */
  close(): Promise<void>
}

export interface DeliverabilityOptions {
  /** What sends mail of the domain besides its own servers: then SPF and DKIM are checked for it. */
  readonly senders?: readonly (KnownSender | DomainSender)[]
  /** Names under which mail of the domain is signed with DKIM: then those are looked for, besides the senders'. */
  readonly selectors?: readonly string[]
}

export interface DeliverabilityApi {
  /**
   * What a domain (or the domain of an address) publishes about its mail: MX, SPF, DKIM, DMARC; in words, with the
   * exact record to publish where one is missing. Throws `invalid-input` for what is no domain.
   */
  check(domain: string, options?: DeliverabilityOptions): Promise<DeliverabilityReport>
}

export interface WorkerOptions {
  /** Mailboxes this process listens to at most; 50 unless told. */
  readonly maxIntegrations?: number
  /** How long a crashed worker keeps its mailboxes from the others; 30 000 ms unless told. */
  readonly leaseMs?: number
}

export interface Worker {
  /** Lets what is running finish, gives the leases back. */
  stop(): Promise<void>
}

export interface TenantInbox {
  readonly id: TenantId
  /**
   * Does something once for a key: the first time it does the work, for a day it returns what the work returned then.
   * What the work does through the inbox it is given commits together with its answer, or, when it throws, not at all; it
   * may be run again, and must not wait for other servers (`verify`, `discover`, signing in). Two at the same moment:
   * the second waits. Throws `invalid-input` when the key was used for another request.
   */
  once(request: OnceRequest, work: (tenant: TenantInbox) => Promise<string>): Promise<string>
  readonly integrations: IntegrationsApi
  readonly conversations: ConversationsApi
  readonly messages: MessagesApi
  readonly folders: FoldersApi
  readonly addresses: AddressesApi
  readonly contacts: ContactsApi
  readonly events: EventsApi
  readonly endpoints: EndpointsApi
  readonly mailer: MailerApi
  readonly uploads: UploadsApi
}

/** An integration as people see it: without its secrets. */
export interface IntegrationView extends Omit<Integration, 'secrets'> {
  /** What is wrong with the account and what to do about it, in every language; null when nothing is known to be. */
  readonly lastSyncWords: Readonly<Record<Language, ProblemWords>> | null
  /** Why nothing leaves over it and what to do about it, in every language; null when its login is not at fault. */
  readonly sendWords: Readonly<Record<Language, ProblemWords>> | null
  /** How it is called; null for one that is not. */
  readonly webhook: WebhookView | null
}

export interface SignInInput extends Pick<IntegrationInput, 'type' | 'name' | 'settings'> {
  /** One of those that `discover` offers. */
  readonly provider: string
  /** An integration that is to be connected again, instead of a new one. */
  readonly integrationId?: string
}

export interface IntegrationInput {
  readonly type: string
  readonly name: string
  /** As the channel type's schema wants them; an error names the field. */
  readonly settings: unknown
  readonly secrets: unknown
  /** 30 to 86 400; 300 unless told. */
  readonly intervalSeconds?: number
}

export interface IntegrationChanges {
  readonly name?: string
  readonly settings?: unknown
  /** Absent: the secrets stay as they are. */
  readonly secrets?: unknown
  readonly intervalSeconds?: number
  readonly paused?: boolean
}

export interface IntegrationsApi {
  /** What can be connected on this server. */
  types(): readonly ChannelTypeView[]
  create(input: IntegrationInput, actor?: Actor): Promise<IntegrationView>
  get(id: string): Promise<IntegrationView>
  list(): Promise<readonly IntegrationView[]>
  update(id: string, changes: IntegrationChanges, actor?: Actor): Promise<IntegrationView>
  remove(id: string, actor?: Actor): Promise<void>
  /** Logs in and out with settings that are not stored yet. Throws an error that says what to correct. */
  verify(input: Pick<IntegrationInput, 'type' | 'settings' | 'secrets'>): Promise<void>
  /** Finds out how an address is reached, best guess first; no candidates where a channel type cannot. */
  discover(input: { readonly type: string; readonly address: string }): Promise<Discovery>
  /** Where to send the person to sign in. What they come back with is good for 15 minutes, and once. */
  beginSignIn(input: SignInInput, actor?: Actor): Promise<{ readonly url: string }>
  /**
   * Takes the whole address the person was sent back to, logs in with what it gives, and connects the account. Throws
   * what `verify` throws, and `authentication-failed` for a sign-in that nobody began here or somebody else did.
   */
  finishSignIn(answer: { readonly url: string }, actor?: Actor): Promise<IntegrationView>
  /** Asks the worker that listens to it to look now; `events` tells when it is done. */
  requestSync(id: string): Promise<void>
  requestSyncAll(): Promise<void>
  /** Compares what its server has with what is stored: whether mail is missing, and where everything went. */
  gapReport(id: string): Promise<GapReport>
}

/** A conversation that a message points to and was not let into. */
export interface RefusedView extends RefusedConversation {
  /** Null when it is gone. */
  readonly subject: string | null
}

/** Why a message is where it is. `words` says all of it in English sentences. */
export interface MessageExplanation {
  readonly messageId: string
  readonly conversationId: string
  readonly rule: ThreadingRule
  /** The id, token, key or subject that decided. */
  readonly evidence: string
  /** The message of this conversation that it answers. */
  readonly answers: string | null
  readonly refused: readonly RefusedView[]
  readonly moves: readonly ThreadMove[]
  readonly verdict: Verdict
  readonly verdictEvidence: readonly string[]
  /** What was found out about its sender, which decides what evidence counts. */
  readonly authentication: Authentication
  readonly words: readonly string[]
}

export interface MessagesApi {
  get(id: string): Promise<Message>
  /** Why it is in its conversation: the evidence, what was considered in vain, who moved it since. */
  explain(id: string): Promise<MessageExplanation>
  /** The raw message exactly as received. Throws `not-found` for one that was written here. */
  raw(id: string): Promise<AsyncIterable<Uint8Array>>
  /** What the message shows, its HTML made safe to display in a sandboxed frame. Throws `not-found`. */
  content(id: string, options?: ContentOptions): Promise<MessageContent>
  /** The file at this place in `attachments`. Throws `not-found`, and `conflict` while it is not fetched. */
  attachment(id: string, index: number): Promise<AttachmentContent>
  /**
   * Asks the provider again for a file that could not be fetched. Returns the message as it is then. Throws `not-found`
   * for a file that came with its message.
   */
  fetchAttachment(id: string, index: number, actor?: Actor): Promise<Message>
  /** What somebody chose a time for, soonest first. */
  scheduled(page?: PageOptions): Promise<Page<Message>>
  /** What should have left and has not surely, latest first: it failed, nobody knows, or it waits after an attempt. */
  unsent(page?: PageOptions): Promise<Page<Message>>
  /** Chooses (another) time for what has not begun to leave. Throws `conflict` for all other messages. */
  reschedule(id: string, options: { readonly sendAt: Date }, actor?: Actor): Promise<Message>
  /** Sends what waits for its time, or for a pause after an attempt, at once. Throws `conflict` for all other messages. */
  sendNow(id: string, actor?: Actor): Promise<Message>
  /**
   * Sends a message again that failed, or of which nobody knows: under the same Message-ID, so that a receiver may
   * notice that it has it. Only a person can have looked: throws `forbidden` for others, `conflict` in all other states.
   */
  resend(id: string, actor: Actor): Promise<Message>
  /** A person says that a message was sent of which nobody knew. Throws like `resend`. */
  markSent(id: string, actor: Actor): Promise<Message>
  /** What could not be read and is kept as it came, latest first. */
  quarantined(page?: PageOptions): Promise<Page<Message>>
  /**
   * Reads a message in quarantine again. Returns it as it is afterwards: in its conversation, or still in quarantine
   * with today's reason. Throws `conflict` for a message that was understood.
   */
  replay(id: string, actor?: Actor): Promise<Message>
  /** Deletes one message as `conversations.remove` deletes all; the conversation goes with its last one. */
  remove(id: string, actor?: Actor): Promise<void>
}

export interface UploadInput {
  readonly name: string
  /** As whoever sends it calls it; its first bytes say better. */
  readonly contentType?: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Files on their way into a message; what no message takes is gone after a day. */
export interface UploadsApi {
  /** Throws `invalid-input` for a program, and for a file that no mail can hold. */
  create(input: UploadInput): Promise<Upload>
  /** Takes a file back that goes with no message. Throws `not-found` for all others. */
  remove(id: string): Promise<void>
}

export interface AddressesApi {
  /** Why the address should not be written to without thought; empty when nothing speaks against it. */
  marks(address: string): Promise<readonly AddressMark[]>
  /** A person says that the address is good: its marks go, whoever set them. */
  clearMarks(address: string, actor?: Actor): Promise<void>
}

export interface FoldersApi {
  list(): Promise<readonly FolderView[]>
  create(input: FolderInput, actor?: Actor): Promise<Folder>
  update(id: string, changes: Partial<FolderInput>, actor?: Actor): Promise<Folder>
  /** Its conversations move to its parent, or to the inbox. Throws `conflict` while it holds folders. */
  remove(id: string, actor?: Actor): Promise<void>
}

export interface EventsApi {
  /** What happened after a position; null gives the current position and no events. */
  after(
    position: string | null,
    limit?: number,
  ): Promise<{ readonly events: readonly InboxEvent[]; readonly position: string }>
  /** Every event after a position (null: from now on), as it happens, until the signal aborts. */
  follow(position: string | null, signal: AbortSignal): AsyncIterable<InboxEvent>
}
