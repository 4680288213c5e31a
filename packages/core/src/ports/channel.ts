import type { z } from 'zod'
import type { AccountProblem } from '../model/account-problem.ts'
import type { Address, Medium } from '../model/address.ts'
import type { Authentication } from '../model/authentication.ts'
import type { Cursor, SourceReport, SyncStatus } from '../model/integration.ts'
import type { MailParts } from '../model/mail-parts.ts'
import type { Attachment } from '../model/message.ts'
import type { Secret } from '../model/secret.ts'
import type { TenantId } from '../model/tenant.ts'
import type { ChannelSignIn, Discovery, SecretRenewal } from './accounts.ts'
import type { RawBytes } from './blobs.ts'
import type { CallbackSettlement } from './callback-records.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import type { OutboundMessage, SendReceipt } from './outbound-message.ts'
import type { SentCopies } from './sent-copies.ts'
import type { ChannelTexting } from './texting.ts'
import type { ChannelWebhook } from './webhook.ts'

/** The code that serves one kind of integration. An ability it lacks is a field it does not have. */
export interface ChannelType<Settings = unknown, Secrets = unknown> extends SentCopies<Settings, Secrets> {
  readonly type: string
  readonly medium: Medium
  /** What an integration of this type must be told; unknown keys are refused. */
  readonly settings: z.ZodType<Settings>
  readonly secrets: z.ZodType<Secrets>
  /** Our own address on this channel: what answers come from and what is never answered. */
  identity(settings: Settings): Address
  /** Other addresses of ours whose mail comes in here: no answer goes to them. Absent where it knows of none. */
  aliases?(settings: Settings): readonly string[]
  /**
   * What separates a tag in our address from its name (RFC 5233), where the settings say that its domain accepts such
   * addresses: then answers carry a signed token in Reply-To. Null where they do not.
   */
  subaddressing?(settings: Settings): '+' | '-' | null
  /** Reads a raw message. Pure: no network. Throws `unparsable`, and the message goes to quarantine. */
  parse(raw: RawMessage): Promise<ParsedMessage>
  /**
   * Takes a stored message apart for somebody who looks at it. Pure, like `parse`; bounded in time and memory. Absent
   * on media whose messages are nothing but text.
   */
  content?(raw: RawMessage): Promise<RawContent>
  /** The bytes of the file at this place in the `attachments` of the message; null when there is none. Pure. */
  attachment?(raw: RawMessage, index: number): Promise<AsyncIterable<Uint8Array> | null>
  /**
   * Finds out who really sent a message. The network is asked at most for names (DNS), and only about new messages:
   * what was there before us is judged by what its provider noted. Never throws. A medium without forgery has none.
   */
  authenticate?(message: MessageToAuthenticate<Settings>): Promise<Authentication>
  /** Watches a source until `session.signal` aborts. Throws when the connection is lost: the worker calls again. */
  listen?(session: ListenSession<Settings, Secrets>): Promise<void>
  /** Proposes settings for an address, without logging in. Throws `invalid-input` for what is no address. */
  discover?(address: string): Promise<Discovery>
  /** Signing in at a provider's own page instead of typing a password. */
  readonly signIn?: ChannelSignIn<Secrets>
  /** For secrets that end by themselves. */
  readonly renewal?: SecretRenewal<Secrets>
  /** Connects and logs in, nothing else. Throws an error that says what to correct. */
  verify?(connection: Connection<Settings, Secrets>): Promise<void>
  /** For a channel that is called instead of asked. */
  readonly webhook?: ChannelWebhook<Settings, Secrets>
  /**
   * Where messages name no other message: one belongs to the latest conversation with its sender, unless that was
   * quiet for this long. Absent where messages have references.
   */
  quietPeriodMs?(settings: Settings): number
  /** Fetches a file that the provider keeps: one whose `fetched` is there. `raw` is its message. */
  fetchAttachment?(
    connection: Connection<Settings, Secrets>,
    raw: RawMessage,
    index: number,
    signal: AbortSignal,
  ): Promise<FetchedFile>
  readonly texting?: ChannelTexting<Settings>
  /** Whether an integration with these settings can send; absent where each can, if the channel type can. */
  canSend?(settings: Settings): boolean
  /** Sends one message. Throws with `outcome: 'unknown'` when it may have been sent. */
  send?(connection: Connection<Settings, Secrets>, message: OutboundMessage): Promise<SendReceipt>
  /** Ends connections that are kept open. */
  close?(): Promise<void>
}

/** A file on its way: too large or of another type than it may be throws while it is read. */
export interface FetchedFile {
  readonly contentType: string
  /** As the provider calls it; null where it does not. */
  readonly name: string | null
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface Connection<Settings, Secrets> {
  /** Whose it is; absent while nothing is stored yet. */
  readonly tenant?: TenantId
  readonly settings: Settings
  readonly secrets: Secret<Secrets>
  /**
   * The secrets as they are now, renewed if they are about to end or if they are those that a server has just
   * refused. Absent while nothing is stored yet. Throws `access-revoked` when only a person can help.
   */
  freshSecrets?(refused?: Secret<Secrets>): Promise<Secret<Secrets>>
}

/** A message whose sender is asked about. */
export interface MessageToAuthenticate<Settings = unknown> {
  readonly settings: Settings
  readonly raw: RawMessage
  readonly parsed: ParsedMessage
  readonly isHistory: boolean
}

/** A raw message that is already durable. Small ones are in memory; any can be read again as a stream. */
export interface RawMessage {
  readonly size: number
  readonly sha256: string
  /** Null when it is too large to be held at once. */
  readonly bytes: Uint8Array | null
  open(): AsyncIterable<Uint8Array>
}

/** What a channel understood of a raw message, already cleaned for storage (see `model/text.ts`). */
export interface ParsedMessage {
  /** What "the same message again" means on this channel; for mail a fingerprint of its content. */
  readonly externalId: string
  readonly mailId: string | null
  readonly inReplyTo: readonly string[]
  /** Oldest first, at most 100. */
  readonly references: readonly string[]
  readonly from: Address | null
  /** Other addresses that are certainly the sender's: the channel's own word, not his. A phone number and a user id. */
  readonly fromAlso?: readonly string[]
  /** Threads of the sender's system, where the channel proves that it says so: one key, one conversation. */
  readonly threadKeys?: readonly string[]
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly sentAt: Date | null
  /** Header lines by lower-case name, in order; the verdict reads them. Empty where a medium has none. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** What it reports about another message; absent where it reports nothing and on media without reports. */
  readonly report?: MailReport
}

/** What a message shows, as it came: nothing of it is safe to display yet. */
export interface RawContent extends Partial<MailParts> {
  /** The whole text, as in `ParsedMessage`. */
  readonly text: string
  /** The HTML bodies, joined; null where there is none. */
  readonly html: string | null
  /** Pictures that the HTML may refer to: small ones only. */
  readonly pictures: readonly RawPicture[]
}

export interface RawPicture {
  /** What the HTML may call it: its Content-ID, its Content-Location, its file name. */
  readonly references: readonly string[]
  readonly bytes: Uint8Array
}

/**
 * What connects mails of another system that drops our references: the number of its ticket, read from a header of its
 * own, say. Mails with one key are one conversation, if their senders belong to it.
 */
export type ThreadKeys = (message: Pick<ParsedMessage, 'headers' | 'subject' | 'from'>) => readonly string[]

/** The parts of a mail that are written for machines: delivery, abuse and read reports (RFC 3464, 5965, 8098). */
export interface MailReport {
  /** Its blocks of fields in order, by lower-case name; in a delivery report every recipient has its own block. */
  readonly fields: readonly ReadonlyMap<string, string>[]
  /** Header lines of the message that came back or was attached, as in `headers`; null when none did. */
  readonly originalHeaders: ReadonlyMap<string, readonly string[]> | null
}

/** A message as it came off the wire, before anything was understood. */
export interface ReceivedMessage {
  /** Where it was seen, unique in the integration: `INBOX/1700000000/42` for folder, UIDVALIDITY and UID. */
  readonly locator: string
  readonly raw: RawBytes
  readonly receivedAt: Date
  /** It was there before we were: stored in silence, never announced, never answered automatically. */
  readonly isHistory: boolean
  /**
   * It was found in the account's folder of sent mail (SPECIAL-USE `\\Sent`, RFC 6154; on Gmail its label): our own
   * send coming back, or an answer that somebody wrote in another mail client. Stored as `outbound`.
   */
  readonly sentByUs?: true
  /** What the server knows about the message beyond its bytes. */
  readonly origin?: MessageOrigin
}

/** A server's own ids of a message; each is absent where the server has none. */
export interface MessageOrigin {
  /**
   * Names the message in the whole account, in whatever folder it is: `X-GM-MSGID`, or `EMAILID` (RFC 8474). Two
   * messages with one of these are one message in two places.
   */
  readonly providerId?: string
  /** Names the provider's own thread: `X-GM-THRID`, or `THREADID` (RFC 8474). A hint, never proof. */
  readonly providerThreadId?: string
  /** `X-GM-LABELS`, decoded. */
  readonly labels?: readonly string[]
}

/** Messages and the cursor that covers them: stored together or not at all. */
export interface ReceivedBatch {
  readonly messages: readonly ReceivedMessage[]
  readonly cursor: Cursor | null
  /**
   * Locators that the server no longer has: expunged, or moved to another folder. What was stored from there stays;
   * only the place is forgotten. Applied before `messages`.
   */
  readonly gone?: readonly string[]
  /**
   * A locator prefix, `folder/UIDVALIDITY/`, all of whose locators became void, because the server numbered the folder
   * anew. Applied before `gone` and `messages`; silent but for one event.
   */
  readonly reset?: string
  /** Kept callbacks of which the messages were made. */
  readonly callbacks?: CallbackSettlement
}

export interface AcceptResult {
  /** Messages that were not known before. */
  readonly stored: number
  /** Known before: seen again in another place, or under a new UIDVALIDITY. */
  readonly known: number
  readonly quarantined: number
}

export interface SyncReport {
  readonly status: SyncStatus
  /** A sentence, for `partial` and `error`. */
  readonly error: string | null
  /** The same for any language, where it is about the login or the settings. */
  readonly problem?: AccountProblem | null
  /** Every source that is watched, as it was in this pass: what the gap report compares with what is stored. */
  readonly sources?: readonly SourceReport[]
}

/** What a channel is given to watch one integration. */
export interface ListenSession<Settings = unknown, Secrets = unknown> extends Connection<Settings, Secrets> {
  readonly integrationId: string
  /** As stored when the session began; the channel keeps its own copy from here on. */
  readonly cursors: readonly Cursor[]
  readonly intervalMs: number
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly log: Log
  /**
   * Stores a batch durably. When it resolves, the cursor has moved. Throws `lease-lost` for a stale session. It may
   * be called again before it has resolved: batches are stored in the order of the calls, and one that fails fails
   * those behind it.
   */
  accept(batch: ReceivedBatch): Promise<AcceptResult>
  /** Call after every completed pass over the source. */
  report(report: SyncReport): Promise<void>
  /** Calls back when somebody asks for a sync now. Returns how to stop listening. */
  onSyncRequest(callback: () => void): () => void
}
