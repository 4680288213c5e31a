import type { PageOptions } from './inbox-conversations.ts'
import type { Page } from './model/conversation.ts'
import type { Mail, MailPriority } from './model/mail.ts'
import type { DeliveryState } from './model/message.ts'
import type { Actor } from './model/tenant.ts'

/** `ada@example.com`, or with a name beside it. */
export type MailAddress = string | { readonly name?: string; readonly address: string }

export interface MailFile {
  readonly name: string
  /** As whoever sends it calls it; its first bytes say better. */
  readonly contentType?: string
  readonly content: Uint8Array | AsyncIterable<Uint8Array>
  /** For a picture that the HTML shows as `cid:` and this. */
  readonly contentId?: string
}

export interface UploadedMailFile {
  /** The id of an upload that goes with no message yet. */
  readonly upload: string
  readonly contentId?: string
}

export interface MailTemplateChoice {
  readonly name: string
  readonly data?: unknown
  /** `fr`, `en-GB`. */
  readonly language?: string
}

/** A mail of the host application. It has a template, or a subject with a text, HTML or both. */
export interface MailInput {
  readonly to?: MailAddress | readonly MailAddress[]
  readonly cc?: MailAddress | readonly MailAddress[]
  readonly bcc?: MailAddress | readonly MailAddress[]
  /** `mailFrom` of `createInbox` unless told. */
  readonly from?: MailAddress
  readonly replyTo?: MailAddress
  /** Instead of the one of the template, where there is one. */
  readonly subject?: string
  /** Made from the HTML unless told. */
  readonly text?: string
  readonly html?: string
  readonly template?: MailTemplateChoice
  /** 25 MB in all. */
  readonly attachments?: readonly (MailFile | UploadedMailFile)[]
  readonly priority?: MailPriority
  /** At most 20, of 100 characters each; mails are listed by them. */
  readonly tags?: readonly string[]
  /** False for what a person wrote; then machines may answer it. */
  readonly automatic?: boolean
  /** Up to a year ahead. */
  readonly sendAt?: Date
  /** Asking twice with one key sends once. */
  readonly idempotencyKey?: string
}

export interface MailQuery extends PageOptions {
  readonly state?: DeliveryState
  readonly tag?: string
  /** An address: mails that it was to get, also those that it was left out of. */
  readonly recipient?: string
}

/** The application's own mail: notifications, confirmations, invoices, reminders. */
export interface MailerApi {
  /**
   * Queues a mail durably; the worker sends it. Whoever's address is marked (mail to it came back for good, its owner
   * complained or wants no more) is left out and stands in `dropped`; a mail of which nobody is left is `cancelled` at
   * once. Throws `invalid-input` with the field and what to do about it, before anything is queued.
   */
  send(mail: MailInput, actor?: Actor): Promise<Mail>
  /** A mail that says that mail arrives, to try what `createInbox` was given. */
  sendTest(to: MailAddress, actor?: Actor): Promise<Mail>
  get(id: string): Promise<Mail>
  /** Latest first. */
  list(query?: MailQuery): Promise<Page<Mail>>
  /** Takes a mail back that has not begun to leave, or failed. Throws `conflict` for one that is on its way or was sent. */
  cancel(id: string, actor?: Actor): Promise<Mail>
  /**
   * Sends a mail again that failed, or of which nobody knows, under the same Message-ID. Only a person can have looked:
   * throws `forbidden` for others, `conflict` in all other states.
   */
  resend(id: string, actor: Actor): Promise<Mail>
  /** A person says that a mail was sent of which nobody knew. Throws like `resend`. */
  markSent(id: string, actor: Actor): Promise<Mail>
  /** Deletes a mail with its files and what was reported about it. Throws `conflict` while it is being sent. */
  remove(id: string, actor?: Actor): Promise<void>
}

/** Who the application's own mail is from: the same for everybody, or for each tenant. */
export type MailFrom = MailAddress | ((tenant: string) => MailAddress)
