/** What a stretch of a mail is: newly written, the good-bye and name below it, a signature block, or copied. */
export type ReplyPartKind = 'reply' | 'closing' | 'signature' | 'quote'

export interface ReplyPart {
  readonly kind: ReplyPartKind
  readonly text: string
}

/** A text taken apart. */
export interface TextParts {
  /** The reply, its closing, the signature and what is quoted, in order; they add up to the whole text. */
  readonly parts: readonly ReplyPart[]
  /** False where nothing was newly written: there is only a quote or a signature, and all of it is to be shown. */
  readonly hasReply: boolean
}
