import type { Introduction } from './attributions.ts'
import type { MailLine } from './mail-line.ts'
import { forwardLines, originalMessageWords, replyAboveWords } from './words/original-message-words.ts'

const titles = new Set(originalMessageWords)
const forwards = new Set(forwardLines)

/** A title above a copied message (`-----Original Message-----`), or a "reply above this line" marker. */
export function originalMessageAt(line: MailLine, index: number): Introduction | null {
  if (line.isBlank || line.isQuoted || line.folded.length > 120) return null
  return isTitle(line.folded) || isReplyMarker(line.folded)
    ? { first: index, last: index, isSure: true }
    : null
}

function isTitle(folded: string): boolean {
  const dashes = /^[-–—_=#]{2,}/.exec(folded)?.[0].length ?? 0
  const title = folded
    .slice(dashes)
    .replace(/[-–—_=#]{2,}:?$/, '')
    .trim()
  if (dashes === 0) return forwards.has(title.replace(/ ?[:：]$/, ''))
  return titles.has(title) || forwards.has(title) || title.startsWith('forwarded by ')
}

function isReplyMarker(folded: string): boolean {
  return /^[-#=_*> ]{2,}/.test(folded) && replyAboveWords.some((words) => folded.includes(words))
}
