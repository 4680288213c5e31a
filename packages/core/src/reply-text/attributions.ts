import {
  beginsWithDate,
  endsWithVerb,
  isOpener,
  judgeAttribution,
  namesWriter,
  type Verdict,
} from './attribution-evidence.ts'
import type { MailLine } from './mail-line.ts'
import { attributionWords } from './words/attribution-words.ts'

/** The line or lines that introduce a quote: "On 3 May 2026 at 10:12, Ann <ann@example.com> wrote:". */
export interface Introduction {
  readonly first: number
  readonly last: number
  /** Date and writer are there; without them it introduces a quote only if one follows. */
  readonly isSure: boolean
}

/** Mail programs wrap an introduction over at most this many lines, with blank ones between them at worst. */
const maxFilled = 4
const maxSpan = 7
const maxLength = 350

/** Some programs forget the colon. */
const lastWords = new Set(
  Object.values(attributionWords).flatMap(({ verbs }) =>
    verbs.map((verb) => verb.slice(verb.lastIndexOf(' ') + 1)),
  ),
)

/** Every introduction of a mail, by its first line. */
export function findAttributions(lines: readonly MailLine[]): ReadonlyMap<number, Introduction> {
  const found = new Map<number, Introduction>()
  lines.forEach((line, index) => {
    const introduction = endsAttribution(line) ? attributionEndingAt(lines, index) : null
    if (introduction !== null) found.set(introduction.first, introduction)
  })
  return found
}

/** Where, in a line that begins with text of the customer, an introduction starts: "Thanks! On Wed, Apr 4, …". */
export function sharedLineCut(line: MailLine): number | null {
  if (line.isQuoted || !endsAttribution(line)) return null
  const found = /(?:^|[\s-])((?:On|Am|Le|Op|El|Em|Il|Den) (?:\p{L}{2,10}[,.]{0,2} ){0,2}\d)/u.exec(line.text)
  if (found === null) return null
  const at = found.index + found[0].length - (found[1] ?? '').length
  const before = line.text.slice(0, at).trimEnd()
  if (before === '' || isOpener(trimMarks(before.toLowerCase()).trim())) return null
  if (judgeAttribution(fold(line.text.slice(at))) !== 'sure') return null
  return before.length - (/-{2,}$/.exec(before)?.[0].length ?? 0)
}

function endsAttribution(line: MailLine): boolean {
  if (line.isBlank || line.mark === 'cut') return false
  if (line.isQuoted) return line.mark === null && /^> ?[\p{L}( )]{0,30}:$/u.test(line.folded)
  const { folded } = line
  if (folded.length >= maxLength) return false
  const last = folded.at(-1)
  if (last === ':' || last === '：') return true
  if (last === '-' || last === '_') {
    const end = folded.slice(-28)
    const words = end.replace(/[ _-]+$/, '')
    return words !== end && /\p{L}$/u.test(words) && (/\d/.test(folded) || endsWithVerb(words))
  }
  return lastWords.has(folded.slice(folded.lastIndexOf(' ') + 1))
}

/** No line of this introduction: quoted, or one that ends something itself. */
function isOther(line: MailLine): boolean {
  return line.isQuoted || /[:：!?]$|\p{L}{9,}\.$/u.test(line.folded)
}

const ranks: readonly (Verdict | null)[] = [null, 'unopened', 'maybe', 'sure']

/** The shortest run of lines that says most. */
function attributionEndingAt(lines: readonly MailLine[], last: number): Introduction | null {
  let best: { readonly first: number; readonly verdict: Verdict } | null = null
  for (const { first, text } of windowsEndingAt(lines, last)) {
    const verdict = judgeAttribution(trimMarks(text))
    if (verdict !== null && ranks.indexOf(verdict) > ranks.indexOf(best?.verdict ?? null))
      best = { first, verdict }
    if (verdict === 'sure') break
  }
  if (best === null) return null
  const isSure = best.verdict === 'sure'
  return { first: isSure ? withStart(lines, best.first, last) : best.first, last, isSure }
}

/** The date, or "Ann <ann@example.com>,", may be on the line above the one that says the rest. */
function withStart(lines: readonly MailLine[], first: number, last: number): number {
  const above = lines[first - 1]
  if (above === undefined || above.isBlank || isOther(above) || above.folded.length > 80) return first
  if (beginsWithDate(trimMarks(above.folded)) || /^[<([]/.test(lines[first]?.folded ?? '')) return first - 1
  if (lines.slice(first, last + 1).some(({ folded }) => namesWriter(folded))) return first
  return /^[^@.!?]{0,60}[<([]\S+@/.test(above.folded) ? first - 1 : first
}

/** The line, the line with the one before it, and so on. */
function* windowsEndingAt(
  lines: readonly MailLine[],
  last: number,
): Generator<{ readonly first: number; readonly text: string }> {
  let text = ''
  let filled = 0
  for (let first = last; first >= 0 && first > last - maxSpan && filled < maxFilled; first -= 1) {
    const line = lines[first]
    if (line === undefined || (first !== last && isOther(line))) return
    if (line.isBlank) continue
    filled += 1
    // A soft line break of quoted-printable that nobody decoded.
    text = line.folded.endsWith('=') ? line.folded.slice(0, -1) + text : `${line.folded} ${text}`
    if (text.length > maxLength) return
    yield { first, text }
  }
}

function fold(text: string): string {
  return trimMarks(text.normalize('NFC').toLowerCase().replace(/\s+/g, ' '))
}

function trimMarks(text: string): string {
  let start = 0
  while (start < text.length && '-–—_|> '.includes(text.charAt(start))) start += 1
  return text.slice(start).trimEnd()
}
