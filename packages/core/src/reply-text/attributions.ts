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

const languages = Object.values(attributionWords)
const openers = languages.flatMap((words) => words.openers)
const prose = new Set(languages.flatMap((words) => words.prose))
/** Some programs forget the colon. */
const lastWords = new Set(
  languages.flatMap(({ verbs }) => verbs.map((verb) => verb.slice(verb.lastIndexOf(' ') + 1))),
)
const verbs = anyWord(languages.flatMap((words) => words.verbs))

const address = /[\w.+-]@[\w-]|mailto:|&lt;/
const year = /(?:^|[^\d])(?:19|20)\d\d(?!\d)/
const numericDate = /\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2,4}/
const time = /\d{1,2} ?[:.h] ?\d{2}|\d ?[ap]\.?m\b|\d{1,2} ?[時시点點]/

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
  if (before === '' || judge(fold(line.text.slice(at))) !== 'sure') return null
  return before.length - (/-{2,}$/.exec(before)?.[0].length ?? 0)
}

function endsAttribution(line: MailLine): boolean {
  if (line.isBlank || line.mark === 'cut') return false
  if (line.isQuoted) return line.mark === null && /^> ?[\p{L}( )]{0,30}:$/u.test(line.folded)
  const { folded } = line
  if (folded.length >= maxLength) return false
  const last = folded.at(-1)
  if (last === ':' || last === '：') return true
  if (last === '-' || last === '_') return /\p{L}[ _-]+$/u.test(folded.slice(-20)) && /\d/.test(folded)
  return lastWords.has(folded.slice(folded.lastIndexOf(' ') + 1))
}

/** No line of this introduction: quoted, or one that ends something itself. */
function isOther(line: MailLine): boolean {
  return line.isQuoted || /[:：]$/.test(line.folded)
}

function attributionEndingAt(lines: readonly MailLine[], last: number): Introduction | null {
  let possible: Introduction | null = null
  for (const { first, text } of windowsEndingAt(lines, last)) {
    const verdict = judge(trimMarks(text))
    const introduction = { first, last, isSure: verdict === 'sure' }
    if (verdict === 'sure' || verdict === 'maybe') return introduction
    if (verdict === 'unopened') possible ??= introduction
  }
  return possible
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

/**
 * `sure`: date and writer are known; `maybe`: a date or a writer; `unopened`: the same, and what should be its
 * first words may be on the line before.
 */
type Verdict = 'sure' | 'maybe' | 'unopened'

interface Evidence {
  readonly hasAddress: boolean
  readonly hasTime: boolean
  readonly hasDate: boolean
  readonly hasOpener: boolean
}

function judge(text: string): Verdict | null {
  const hasOpener = openers.some((opener) => text.startsWith(`${opener} `)) || nameStarts(text)
  if (!hasOpener && !startsEarly(text)) return isShortForm(text) ? 'unopened' : null
  const evidence = {
    hasAddress: address.test(text),
    hasTime: time.test(text),
    hasDate: year.test(text) || numericDate.test(text),
    hasOpener,
  }
  return verbs.test(text) ? judgeWithVerb(text, evidence) : judgeWithoutVerb(text, evidence)
}

function judgeWithVerb(text: string, { hasAddress, hasTime, hasDate, hasOpener }: Evidence): Verdict | null {
  if (!hasAddress && !hasTime && !hasDate) return null
  const unsure = hasOpener ? 'maybe' : 'unopened'
  if (hasAddress) {
    return (hasTime || hasDate) && (hasOpener || dateStarts(text)) ? 'sure' : unsure
  }
  return hasTime && hasDate && /[:：_-]$/.test(text) && !isProse(text) ? 'sure' : unsure
}

/** `2026-05-03 10:12 GMT+02:00 Ann <ann@example.com>:` says it without a verb. */
function judgeWithoutVerb(text: string, { hasAddress, hasTime, hasDate }: Evidence): Verdict | null {
  return hasAddress && (hasTime || hasDate) && /[>)\]] ?[:：]$/.test(text) ? 'sure' : null
}

/** `Ann wrote:` and Horde's `Quoting Ann <ann@example.com>:`, which say no date. */
function isShortForm(text: string): boolean {
  if (!/[:：]$/.test(text) || text.length > 80) return false
  return verbs.test(text.slice(-24)) || /^(?:quoting|citando|zitat von|citation de|quoth|citat) /.test(text)
}

/** A weekday or the like stands before the date: `ons 4 dec. 2026 kl. 20:42 skrev …`. */
function startsEarly(text: string): boolean {
  const digit = text.search(/\d/)
  return digit >= 0 && digit < 20
}

/** Hungarian, Turkish and Chinese name the writer first: `Ann <ann@example.com>, 3 Kas 2026 10:12 …`. */
function nameStarts(text: string): boolean {
  const at = text.slice(0, 120).search(/[<(][^ <(]{1,80}@/)
  if (at < 0 || at > 50) return false
  const after = text.slice(at)
  return time.test(after) && (year.test(after) || /(?:19|20)\d\d/.test(after))
}

/** A digit that begins a date and not an address. */
function dateStarts(text: string): boolean {
  const at = text.search(address)
  const before = at === -1 ? text : text.slice(0, at)
  return time.test(before) || year.test(before) || numericDate.test(before)
}

function isProse(text: string): boolean {
  return text.split(/[ ,]+/).some((word) => prose.has(word))
}

function fold(text: string): string {
  return trimMarks(text.normalize('NFC').toLowerCase().replace(/\s+/g, ' '))
}

function trimMarks(text: string): string {
  let start = 0
  while (start < text.length && '-–—_|> '.includes(text.charAt(start))) start += 1
  return text.slice(start).trimEnd()
}

/** Matches any of the words; between letters only where the script has no blanks between words. */
function anyWord(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.()]/g, '\\$&')).sort((a, b) => b.length - a.length)
  const spaced = escaped.filter((word) => !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]/u.test(word))
  const joined = escaped.filter((word) => !spaced.includes(word))
  return new RegExp(`(?<!\\p{L})(?:${spaced.join('|')})(?!\\p{L})|(?:${joined.join('|')})`, 'u')
}
