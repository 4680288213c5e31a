import { isDeviceLine } from './device-lines.ts'
import { isFooter } from './furniture.ts'
import type { MailLine } from './mail-line.ts'
import { isProse } from './prose.ts'
import { isRule } from './rules.ts'
import { sentenceWords } from './words/sentence-words.ts'

const maxLooked = 2000
const ofSentences = new Set(sentenceWords)

/**
 * Says of each line whether a person wrote it as text: a sentence, in a paragraph that is no legal footer. After a
 * footer nothing is text. It is asked only of what may stand below a signature.
 */
export function textLines(lines: readonly MailLine[]): readonly boolean[] {
  const isText: boolean[] = []
  let start = 0
  let hadFooter = false
  for (let at = 0; at <= lines.length; at += 1) {
    const line = lines[at]
    if (line !== undefined && !line.isBlank && !isRule(line)) continue
    const paragraph = lines.slice(start, at)
    hadFooter ||= isFooter(joined(paragraph))
    for (const own of paragraph) isText.push(!hadFooter && isSentence(own) && !isDeviceLine(own))
    if (line !== undefined) isText.push(false)
    start = at + 1
  }
  return isText
}

function joined(paragraph: readonly MailLine[]): string {
  let text = ''
  for (const { folded } of paragraph) {
    if (text.length > maxLooked) break
    text += ` ${folded}`
  }
  return text.trim()
}

/** Is a line a sentence rather than a name, a title, an address or a telephone number? */
function isSentence({ folded }: MailLine): boolean {
  if (folded.startsWith('```') || isProse(folded)) return true
  const words = folded.split(' ')
  if (/[?？]$/.test(folded)) return words.length > 1
  if (/[.!:]$/.test(folded) && words.length > 6) return true
  const speaks = words.some((word) =>
    ofSentences.has(word.replace(/[’]/g, "'").replace(/(?<=..)[,.!;:]+$/, '')),
  )
  return speaks && words.length >= 4 && !/\d{4,}|[@|]/.test(folded)
}
