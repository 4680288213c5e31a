import type { ReplyPart, ReplyPartKind } from '../model/reply-part.ts'
import { sharedLineCut } from './attributions.ts'
import { judgeLines } from './judge-lines.ts'
import { type MailLine, mailLine, mailLines } from './mail-line.ts'
import { withOddQuotes } from './odd-quotes.ts'
import { type ReplyParts, replyParts } from './reply-parts.ts'

/**
 * Takes the text of a mail apart into what was newly written, the closing, the signature and what was copied
 * from earlier mails. Every character is in exactly one part, in the order of the mail; the time is linear.
 */
export function splitReply(text: string): ReplyParts {
  return partsOf(text, mailLines(text).flatMap(cutShared))
}

/** The parts of a text of which the lines are known; what follows the last line goes with it. */
export function partsOf(text: string, found: readonly MailLine[]): ReplyParts {
  const lines = withOddQuotes(found)
  if (lines.length === 0) return replyParts(text === '' ? [] : [{ kind: 'reply', text }])
  const kinds = smooth(lines, judgeLines(lines))
  const parts: ReplyPart[] = []
  let start = 0
  kinds.forEach((kind, index) => {
    if (kind === kinds[index + 1]) return
    const end = index === kinds.length - 1 ? text.length : (lines[index]?.end ?? text.length)
    parts.push({ kind, text: text.slice(start, end) })
    start = end
  })
  return replyParts(parts)
}

/** Blank lines go with the line above them. */
function smooth(lines: readonly MailLine[], kinds: readonly ReplyPartKind[]): readonly ReplyPartKind[] {
  let previous: ReplyPartKind | undefined
  return kinds.map((kind, index) => {
    if (lines[index]?.isBlank !== true || previous === undefined) previous = kind
    return previous
  })
}

/** "Thanks! On Wed, Apr 4, 2026 at 3:59 PM, Ann <ann@example.com> wrote:" is two lines to the rules. */
function cutShared(line: MailLine): readonly MailLine[] {
  const cut = sharedLineCut(line)
  if (cut === null) return [line]
  const at = line.start + cut
  return [mailLine(line.text.slice(0, cut), line.start, at), mailLine(line.text.slice(cut), at, line.end)]
}
