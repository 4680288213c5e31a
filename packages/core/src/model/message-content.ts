import type { MailParts } from './mail-parts.ts'
import type { TextParts } from './reply-part.ts'

export interface ContentOptions {
  /** `blocked` unless told: pictures on other servers tell the sender that the mail was opened. */
  readonly remoteImages?: 'blocked' | 'allowed'
  /** The message within the message: its place in `attachments`, and so on, at most five deep. */
  readonly attachment?: readonly number[]
}

export interface MessageContent extends TextParts, MailParts {
  /** The whole text; of a mail that is nothing but HTML, the text of that. */
  readonly text: string
  /** By an allow-list: no scripts, forms, frames or style sheets. Null where the message has none. */
  readonly html: string | null
  /** Pictures on other servers that are left out of `html`. */
  readonly blockedImages: number
  /** Invisible pictures, which are left out whatever was asked. */
  readonly trackers: number
}

export interface AttachmentContent {
  /** Safe as a file name; what the sender called it stands in the message. */
  readonly name: string
  /** What the sender says it is. */
  readonly declaredType: string
  /** What its first bytes say it is; null where they say nothing. */
  readonly contentType: string | null
  /** By its bytes a PNG, JPEG, GIF or WebP, which a browser can show without running anything. */
  readonly isPicture: boolean
  /** By its bytes a program. */
  readonly isProgram: boolean
  readonly bytes: AsyncIterable<Uint8Array>
}
