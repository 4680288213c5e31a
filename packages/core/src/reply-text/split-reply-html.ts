import { htmlLines } from './html-lines.ts'
import type { ReplyParts } from './reply-parts.ts'
import { partsOf } from './split-reply.ts'

/**
 * Takes an HTML mail apart as `splitReply` does: by the marks of mail programs first, by its words where there
 * are none. The parts hold the visible text and add up to it; the HTML itself is the caller's to keep.
 */
export function splitReplyHtml(html: string): ReplyParts {
  const { text, lines } = htmlLines(html)
  return partsOf(text, lines)
}
