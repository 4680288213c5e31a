import type { Page } from '../model/conversation.ts'
import type { Mail, NewMail } from '../model/mail.ts'
import type { DeliveryState } from '../model/message.ts'
import type { PageRequest } from './records.ts'

export interface MailFilter {
  readonly state?: DeliveryState
  readonly tag?: string
  /** An address key: mails that it was to get, also those that it was left out of. */
  readonly recipient?: string
}

/** Who still gets a mail, and everybody who does not. */
export type MailRecipients = Pick<NewMail, 'to' | 'cc' | 'bcc' | 'dropped'>

/** The mail that the host application sends in its own name. */
export interface MailRecords {
  /** Its outbox entry, of the same id and time and without an integration, is inserted apart. */
  insert(mail: NewMail): Promise<void>
  get(id: string): Promise<Mail | null>
  /** In any order; unknown ids are left out. */
  find(ids: readonly string[]): Promise<readonly Mail[]>
  /** Some are left out: everybody is still one of its recipients or one of the dropped. Ignored for an unknown id. */
  leaveOut(id: string, recipients: MailRecipients): Promise<void>
  /** Latest first by `createdAt`, then id. */
  list(filter: MailFilter, page: PageRequest): Promise<Page<Mail>>
  /** Deletes mails, with their outbox entries and what was reported about them; unknown ids are ignored. */
  remove(ids: readonly string[]): Promise<void>
}
