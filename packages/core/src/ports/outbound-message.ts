import type { z } from 'zod'
import type { Address } from '../model/address.ts'
import type { ChosenTemplate } from '../model/texting.ts'
import type { Connection } from './channel.ts'

/** A message ready for the wire: everything that decides its identity is fixed. */
export interface OutboundMessage {
  /** Our id of the message: what a provider may be asked to give back in its reports. */
  readonly id: string
  readonly from: Address
  /** Where answers shall go, when not to `from`. */
  readonly replyTo?: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Without angle brackets; the same at every attempt. Null on media that have none. */
  readonly mailId: string | null
  /** Sent instead of the text, which is what it says. */
  readonly template?: ChosenTemplate
  /** Told to the server and to nobody else: never in a header. */
  readonly bcc?: readonly Address[]
  readonly attachments?: readonly OutboundAttachment[]
  /** `normal` unless told. */
  readonly priority?: 'high' | 'low'
  /**
   * No person has written it: an `answer` to a message, or a `notice` by itself (RFC 3834 §5). Other machines are
   * told so, and do not answer it.
   */
  readonly automatic?: 'answer' | 'notice'
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly date: Date
}

/** A file that goes out; opened anew at every attempt. */
export interface OutboundAttachment {
  readonly name: string
  readonly contentType: string
  /** Set for a picture that the HTML shows: `cid:` and this. */
  readonly contentId?: string
  open(): AsyncIterable<Uint8Array>
}

/** A recipient whom the server refused while it took the message for the others. */
export interface RefusedRecipient {
  readonly address: string
  /** RFC 3463, `5.1.1`; null where the server gave none. */
  readonly status: string | null
  /** What the server said, shortened. */
  readonly reason: string
}

export interface SendReceipt {
  /** The id the next hop gave it, where it says one. */
  readonly providerId: string | null
  /** The Message-ID under which it really leaves, where the server is known to write its own: Amazon SES. */
  readonly mailId?: string
  /** Which of several senders took it. */
  readonly sender?: string
  /** Absent where everybody was taken. */
  readonly refused?: readonly RefusedRecipient[]
}

/** Sends for a channel type that only receives by itself: `imap({ sender: smtp() })`. */
export interface Sender<Settings = unknown, Secrets = unknown> {
  readonly settings: z.ZodType<Settings>
  readonly secrets: z.ZodType<Secrets>
  send(connection: Connection<Settings, Secrets>, message: OutboundMessage): Promise<SendReceipt>
  verify?(connection: Connection<Settings, Secrets>): Promise<void>
  /** Ends connections that are kept open. */
  close?(): Promise<void>
}
