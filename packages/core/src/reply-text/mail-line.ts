import { foldLine } from './fold-line.ts'

/** What the markup says about a line; text alone says it with `>` and rules of dashes. `indent` may be a quote, `label` a name over a rule. */
export type LineMark = 'quote' | 'indent' | 'cut' | 'signature' | 'rule' | 'label' | null

/** One line of a mail with its place in the text (`end` is after the line break). */
export interface MailLine {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Lower case, blanks single, emphasis gone: what word lists are compared with. */
  readonly folded: string
  readonly isBlank: boolean
  readonly isQuoted: boolean
  readonly mark: LineMark
}

const quoteSign = /^[ \t]{0,3}(?:>|&gt;)/
/** Usenet's `Name> `: some programs quote with the writer's name or initials. */
const namedQuote = /^\p{Lu}\p{L}{0,12}>(?:\s|$)/u

/** Is a line quoted beyond doubt, by a sign or by markup rather than by a name? */
export function isMarkedQuote(line: MailLine | undefined): boolean {
  return (
    line?.isQuoted === true &&
    (line.mark === 'quote' ||
      line.mark === 'indent' ||
      quoteSign.test(line.text) ||
      /^\s*[|:)}\]#%+*]/.test(line.text))
  )
}

/** Describes one line. */
export function mailLine(text: string, start: number, end: number, mark: LineMark = null): MailLine {
  const folded = foldLine(text)
  const isQuoted = mark === 'quote' || mark === 'indent' || quoteSign.test(text) || namedQuote.test(text)
  return { start, end, text, folded, isBlank: folded === '', isQuoted, mark }
}

/** No line of a mail that rules look at is longer; the rest of it decides nothing. */
const maxLines = 10_000
const maxLength = 500_000

/**
 * The lines of a text, as many as are worth judging: what comes after half a million characters is no longer read
 * by anyone and goes with the line before it.
 */
export function mailLines(text: string): readonly MailLine[] {
  const lines: MailLine[] = []
  let start = 0
  while (start < text.length && lines.length < maxLines && start < maxLength) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found + 1
    lines.push(mailLine(text.slice(start, end), start, end))
    start = end
  }
  return lines
}
