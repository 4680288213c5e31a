/** What a stretch of a mail is: newly written, the good-bye and name below it, a signature block, or copied. */
export type ReplyPartKind = 'reply' | 'closing' | 'signature' | 'quote'

export interface ReplyPart {
  readonly kind: ReplyPartKind
  readonly text: string
}
