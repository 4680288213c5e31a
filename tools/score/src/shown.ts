import { type ReplyPartKind, type ReplyParts, visibleReply } from '@guichet/core/reply-text'
import type { Shown } from './outcome.ts'

/** The parts that a collection's convention shows; the whole text where that would be nothing. */
export function shown(all: ReplyParts, kinds: readonly ReplyPartKind[]): Shown {
  const { parts } = all
  const text = parts
    .filter(({ kind }) => kinds.includes(kind))
    .map((part) => part.text)
    .join('')
  const got = text.trim() === '' ? parts.map((part) => part.text).join('') : text
  return { got, product: visibleReply(all) }
}
