import type { ReplyPart, ReplyPartKind, TextParts } from '../model/reply-part.ts'

/**
 * A mail taken apart. Each of the four strings is all the parts of one kind, so that a caller can combine them as its
 * convention wants.
 */
export interface ReplyParts extends TextParts, Readonly<Record<ReplyPartKind, string>> {}

/** Gathers parts that follow one another into the four strings. */
export function replyParts(parts: readonly ReplyPart[]): ReplyParts {
  const all = (kind: ReplyPartKind) =>
    parts
      .filter((part) => part.kind === kind)
      .map((part) => part.text)
      .join('')
  return {
    parts,
    hasReply: parts.some(({ kind, text }) => isWritten(kind) && text.trim() !== ''),
    reply: all('reply'),
    closing: all('closing'),
    signature: all('signature'),
    quote: all('quote'),
  }
}

/**
 * What a reader wants to see: the reply with its closing and name. A mail that holds nothing of the kind (only
 * a quote, only a signature) is shown whole, because an empty message would hide what the customer sent.
 */
export function visibleReply({ parts, hasReply }: ReplyParts): string {
  const shown = hasReply ? parts.filter(({ kind }) => isWritten(kind)) : parts
  return shown.map((part) => part.text).join('')
}

function isWritten(kind: ReplyPartKind): boolean {
  return kind === 'reply' || kind === 'closing'
}
