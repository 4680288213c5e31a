import type { Address, Medium } from './address.ts'
import type { Arrival } from './arrival.ts'
import type { Authentication } from './authentication.ts'
import type { Actor } from './tenant.ts'
import type { Judgement } from './verdict.ts'

export type Direction = 'inbound' | 'outbound' | 'note'

/** A file of a message; the bytes of one that came with it are read from the raw message when somebody asks for them. */
export interface Attachment {
  readonly name: string
  readonly contentType: string
  /** Bytes after decoding; approximate for a part that was never decoded. */
  readonly size: number
  readonly contentId: string | null
  readonly inline: boolean
  /** Of a file that the provider keeps, for a while, and that we fetch; absent where it came with the message. */
  readonly fetched?: FetchState
  /** Of a file that somebody here sends; absent where it came with the message. */
  readonly uploaded?: UploadedFile
}

/** Which upload it was, and where its bytes are. */
export interface UploadedFile {
  readonly id: string
  readonly blobKey: string
}

/** How far fetching a file is; `failed` says why in a sentence, and is never tried again by itself. */
export interface FetchState {
  readonly state: 'waiting' | 'stored' | 'failed'
  readonly blobKey: string | null
  readonly error: string | null
}

/**
 * What put a message into its conversation: our signed token, an id it refers to, a thread id of the mail provider,
 * the conversation id of Outlook, a key that the host reads, the subject, the sender's address alone; `reply` for answers written here,
 * `forward` for what was passed on from here, `report` for what was delivered of them.
 */
export const threadingRules = [
  'token',
  'reference',
  'provider-thread',
  'thread-index',
  'thread-key',
  'subject',
  'address',
  'reply',
  'forward',
  'report',
  'new',
] as const
export type ThreadingRule = (typeof threadingRules)[number]

/**
 * Why a message may not join a conversation that it points to: its sender does not belong, is not proven to be who
 * he says, or is proven not to be; it comes a year late; it is about something else.
 */
export const joinRefusals = [
  'stranger',
  'unproven-sender',
  'forged-sender',
  'too-old',
  'changed-subject',
] as const
export type JoinRefusal = (typeof joinRefusals)[number]

/** A conversation that was considered in vain. */
export interface RefusedConversation {
  readonly conversationId: string
  readonly rule: ThreadingRule
  readonly evidence: string
  readonly because: JoinRefusal
}

/** A message was taken to another conversation, by a person or the host. */
export interface ThreadMove {
  readonly cause: 'merge' | 'split' | 'unmerge'
  readonly from: string
  readonly to: string
  readonly actor: Actor
  /** ISO 8601. */
  readonly at: string
}

/** Why a message is in its conversation. Stored, shown, and what an undo starts from. */
export interface ThreadingDecision {
  readonly rule: ThreadingRule
  /** The id, token, key or subject that decided; empty for `new`. */
  readonly evidence: string
  /** A conversation it may belong to but was not allowed to join. */
  readonly possiblyRelated: string | null
  /** Another message had this Message-ID before: a resend, or somebody who wants to hide behind it. */
  readonly repeatsMailId?: true
  /** Nearest first, at most five; absent where nothing was refused. */
  readonly refused?: readonly RefusedConversation[]
  /** Oldest first; absent where nobody moved it. */
  readonly moves?: readonly ThreadMove[]
}

/** Where an outbound message stands; `unknown` means it may have been sent and is never sent again blindly. */
export const deliveryStates = ['ready', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export interface Delivery {
  readonly state: DeliveryState
  readonly attempts: number
  /** Why it failed or waits: a sentence for the person who wrote it. */
  readonly error: string | null
  readonly nextAttemptAt: Date | null
  /** When it shall leave, where somebody chose that; absent otherwise. */
  readonly scheduledAt?: Date
  /** It is cancelled when the customer writes before; absent otherwise. */
  readonly cancelIfAnswered?: true
}

/** One thing said, inbound or outbound; an internal note is a message with direction `note`. */
export interface Message extends Judgement {
  readonly id: string
  readonly conversationId: string
  readonly integrationId: string
  readonly direction: Direction
  readonly medium: Medium
  /** Unique within the integration: what "the same message again" means. */
  readonly externalId: string
  /** The Message-ID without angle brackets, where the medium has one. */
  readonly mailId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly from: Address | null
  /** Of a message that was forwarded to us: who wrote it, as its text says. The customer, but proven by nothing. */
  readonly forwardedFrom: Address | null
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  /** Who gets a message of ours without the others' knowledge; absent for nobody. */
  readonly bcc?: readonly Address[]
  readonly subject: string
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** What the sender's clock said; for display only. */
  readonly sentAt: Date | null
  /** When it reached the mailbox (or us): the order of a conversation. */
  readonly receivedAt: Date
  readonly threading: ThreadingDecision
  readonly authentication: Authentication
  /** `failed` messages are in quarantine: visible, downloadable, replayable. */
  readonly parseState: 'ok' | 'failed'
  readonly parseError: string | null
  /** Blob key of the raw bytes; null for messages written here. */
  readonly rawKey: string | null
  readonly rawSize: number
  /** The person who wrote an outbound message or a note. */
  readonly authorId: string | null
  /** Only for outbound messages. */
  readonly delivery: Delivery | null
  /** What was reported about an outbound message, by recipient; absent while nothing was. */
  readonly arrivals?: readonly Arrival[]
}
