import type { Language } from './model/account-problem.ts'
import type { Address, Medium } from './model/address.ts'
import type { Conversation, Page, Priority, Status, StatusFilter } from './model/conversation.ts'
import type { Message } from './model/message.ts'
import type { RecipientDrop, RecipientMode, Recipients } from './model/recipients.ts'
import type { Actor } from './model/tenant.ts'
import type { ChosenTemplate, ReplyRefusal } from './model/texting.ts'
import type { TextMeasure, TextTemplate } from './ports/texting.ts'

/** `limit` is 1 to 200, 50 unless told; `cursor` is the `nextCursor` of the page before. */
export interface PageOptions {
  readonly cursor?: string | null
  readonly limit?: number
}

export interface ConversationQuery extends PageOptions {
  /** Key or id of a folder. */
  readonly folder?: string
  /** A status; `active` for what needs work (new and open), `urgent` for the priority of that name. */
  readonly status?: StatusFilter
  readonly integrationId?: string
  readonly contactId?: string
}

export interface ConversationChanges {
  readonly status?: Status
  readonly priority?: Priority
  /** Key or id of a folder. */
  readonly folder?: string
  readonly assigneeId?: string | null
  /**
   * What a person says it is. `person` ("not a newsletter") remembers its senders: their mail is never filtered
   * again; `bulk` takes that back.
   */
  readonly verdict?: 'person' | 'bulk'
}

/** An address with or without a name. */
export interface Recipient {
  readonly address: string
  readonly name?: string
}

/** Of a mail; each list replaces the one that the mode gives, and an empty one is nobody. */
export interface RecipientLists {
  readonly to?: readonly Recipient[]
  readonly cc?: readonly Recipient[]
  /** The others do not learn of them. */
  readonly bcc?: readonly Recipient[]
}

/** What answers and forwarded messages have in common. */
export interface SendingInput extends RecipientLists {
  /** Ids of uploads, 25 MB together. */
  readonly attachments?: readonly string[]
  /** The last message the writer saw; if something arrived since, the reply is refused with `conflict`. */
  readonly seenUpTo?: string
  /** Asking twice with one key sends once and returns the first message. */
  readonly idempotencyKey?: string
  /** The status afterwards; `open` unless told, and after a forward as it was. */
  readonly status?: Status
  /** How long it can be taken back before it leaves, 0 to 120; `InboxOptions.undoSeconds` unless told. */
  readonly undoSeconds?: number
  /** When it shall leave: in the future, at most a year ahead. Until then it can be taken back or moved. */
  readonly sendAt?: Date
  /** With `sendAt`: cancels it when the customer writes here before that time, unless somebody sends it now. */
  readonly cancelIfAnswered?: boolean
}

export interface ReplyInput extends SendingInput {
  /** Needed, unless a template is chosen, which brings its own, or files are attached. */
  readonly text?: string
  /** One of the templates of `replyOptions`, filled in: the text of the message is what it says. */
  readonly template?: ChosenTemplate
  /** Whom a mail goes to unless the lists say so: `recipients` of the message that is answered. `reply` unless told. */
  readonly mode?: 'reply' | 'reply-all'
  /** The message of this conversation that is answered; its last one unless told. */
  readonly answers?: string
}

export interface ForwardInput extends SendingInput {
  readonly to: readonly Recipient[]
  /** What stands above the message; nothing unless told. */
  readonly text?: string
  /** Of the lines that say who wrote the message; `en` unless told. */
  readonly language?: Language
  /** Whether its files go with it; true unless told. */
  readonly includeAttachments?: boolean
}

/** A mail that somebody is about to write: whom it goes to so far. */
export interface RecipientQuestion extends RecipientLists {
  /** `reply` unless told. */
  readonly mode?: RecipientMode
  /** The message of this conversation that it is about; the one that an answer answers unless told. */
  readonly answers?: string
}

/** Somebody whom a list names and who cannot be written to. */
export interface RefusedEntry extends RecipientDrop {
  readonly field: 'to' | 'cc' | 'bcc'
}

/** Who would get it, and what to know and to correct before it is sent. */
export interface RecipientChoice extends Recipients {
  readonly bcc: readonly Address[]
  /** Named in a list: as long as one is there, nothing is sent. */
  readonly refused: readonly RefusedEntry[]
}

/** What an answer to a conversation may be at this moment. */
export interface ReplyOptions {
  readonly medium: Medium
  /** Whether a free text would be sent. */
  readonly canReply: boolean
  readonly because: ReplyRefusal | null
  /** Until when free texts are sent; null where there is no such limit, and where it never began. */
  readonly windowClosesAt: Date | null
  /** What may be sent also when `because` is `window-closed`. */
  readonly templates: readonly TextTemplate[]
  /** Null where there is no limit that a person could reach. */
  readonly maxCharacters: number | null
  /** Whom an answer to the last message and one to all would go to; null where a message has one recipient. */
  readonly recipients: { readonly reply: RecipientChoice; readonly replyAll: RecipientChoice } | null
}

/** The conversation that stayed, and what undoes the merge. */
export interface MergeResult {
  readonly conversation: Conversation
  readonly mergeId: string
}

/** A conversation that was taken into another one. */
export interface MergeView {
  readonly id: string
  /** Its former id, which leads to the other one. */
  readonly fromId: string
  readonly subject: string
  readonly contactName: string
  readonly messageCount: number
  readonly at: Date
  readonly actor: Actor
}

/** Every call takes the id of a merged conversation for the one it was merged into. */
export interface ConversationsApi {
  list(query?: ConversationQuery): Promise<Page<Conversation>>
  get(id: string): Promise<Conversation>
  messages(id: string, page?: PageOptions): Promise<Page<Message>>
  /** Answers over the channel the conversation came from. The message is queued durably when this resolves. */
  reply(id: string, input: ReplyInput, actor?: Actor): Promise<Message>
  /**
   * Takes an answer back that has not begun to leave, and gives the conversation the status that it had before unless
   * something else happened there since. Throws `conflict` for one that is on its way or was sent.
   */
  cancelReply(messageId: string, actor?: Actor): Promise<Message>
  /**
   * Passes a message on to others, quoted below a text. It stands in the conversation of the message, and so do answers to it; what
   * an answer here answers stays what it was.
   */
  forward(messageId: string, input: ForwardInput, actor?: Actor): Promise<Message>
  /** Whom a mail here would go to, why others do not get it, and what to know before. Throws `conflict` for texts. */
  recipients(id: string, question?: RecipientQuestion): Promise<RecipientChoice>
  /** What an answer may be now: asked before somebody writes one. */
  replyOptions(id: string): Promise<ReplyOptions>
  /** What a text would cost as an answer here; null on channels that do not count, mail for one. */
  measure(id: string, text: string): Promise<TextMeasure | null>
  update(id: string, changes: ConversationChanges, actor?: Actor): Promise<Conversation>
  /**
   * Deletes it with all its messages and their originals, for good. The mailbox keeps its mail, and that does not come
   * back here. Throws `conflict` while an answer of it is being sent.
   */
  remove(id: string, actor?: Actor): Promise<void>
  /**
   * Takes a conversation into another one of the same integration.
   * Both ids stay valid. Throws `conflict` for two integrations and for one with itself.
   */
  merge(id: string, options: { readonly into: string }, actor?: Actor): Promise<MergeResult>
  /** Takes a merged conversation out again, with what answered it since. Throws `conflict` when it cannot. */
  unmerge(mergeId: string, actor?: Actor): Promise<Conversation>
  /** What was merged into this conversation and can be taken out, latest first. */
  merges(id: string): Promise<readonly MergeView[]>
  /** Takes messages into a conversation of their own. Throws `invalid-input` for all of them, and for others. */
  split(id: string, options: { readonly messageIds: readonly string[] }, actor?: Actor): Promise<Conversation>
}
