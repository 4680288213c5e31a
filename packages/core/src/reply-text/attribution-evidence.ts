import { attributionWords } from './words/attribution-words.ts'

/**
 * `sure`: date and writer are known; `maybe`: a date or a writer; `unopened`: the same, and what should be its
 * first words may be on the line before.
 */
export type Verdict = 'sure' | 'maybe' | 'unopened'

/** Scripts that put no blanks between words. */
const noBlanks = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const languages = Object.entries(attributionWords)
const allOpeners = languages.flatMap(([, words]) => words.openers)
const openers = new Set(allOpeners)
const longOpeners = allOpeners.filter((opener) => opener.includes(' '))
const openersWithoutBlank = allOpeners.filter((opener) => /[\p{Script=Han}\p{Script=Hangul}]/u.test(opener))
const verbsOf = languages.map(([language, words]) => ({ language, pattern: anyWord(words.verbs) }))
const verbs = anyWord(languages.flatMap(([, words]) => words.verbs))
/** Words that are prose in one language and begin an introduction in another (French and Italian `il`) say nothing. */
const allProse = new Set(
  languages.flatMap(([, words]) => words.prose).filter((word) => !openers.has(word) && word.length > 1),
)

const address = /[\w.+-]@[\w-]|mailto:|&lt;/
const enclosedAddress = /[<([「«"][^<>()[\]]{0,80}@[\w-]|mailto:/
const year = /(?:^|[^\d])(?:19|20)\d\d(?!\d)/
const numericDate = /\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2,4}/
const time = /\d{1,2} ?[:.h] ?\d{2}|\d ?[ap]\.? ?m\b|\d{1,2} ?[時시点點]/

interface Evidence {
  readonly hasAddress: boolean
  readonly hasTime: boolean
  readonly hasDate: boolean
  readonly hasOpener: boolean
}

/** Weighs the words of one or several lines, folded and joined, that end like an introduction. */
export function judgeAttribution(folded: string): Verdict | null {
  const text = asciiDigits(folded)
  const evidence = {
    hasAddress: address.test(text),
    hasTime: time.test(text),
    hasDate: year.test(text) || numericDate.test(text),
    hasOpener: hasOpener(text) || nameStarts(text),
  }
  if (isComplete(text, evidence)) return 'sure'
  if (!evidence.hasOpener && !startsEarly(text)) return judgeNameFirst(text, evidence)
  return verbs.test(text) ? judgeWithVerb(text, evidence) : judgeWithoutVerb(text, evidence)
}

/** Does a line name a writer by address, as `Ann <ann@example.com>`? */
export function namesWriter(folded: string): boolean {
  return enclosedAddress.test(folded)
}

/** Is this a word with which an introduction begins? */
export function isOpener(folded: string): boolean {
  return openers.has(folded)
}

/** Is this the beginning of an introduction, up to its date: `On Tuesday, 3 November 2026 at`? */
export function beginsWithDate(folded: string): boolean {
  const text = asciiDigits(folded)
  return hasOpener(text) && (year.test(text) || numericDate.test(text)) && !hasProse(text, allProse)
}

/** Does a text end with a word of writing? */
export function endsWithVerb(folded: string): boolean {
  return verbs.test(folded.slice(-24))
}

/**
 * Who, when and a colon: `2026-05-03 10:12 GMT+02:00 Ann <ann@example.com>:` and its like say it in any language,
 * also in those of which we know no word.
 */
function isComplete(text: string, { hasAddress, hasTime, hasDate, hasOpener }: Evidence): boolean {
  if (!hasAddress || !hasTime || !hasDate || !/[:：]$/.test(text)) return false
  return enclosedAddress.test(text) && (hasOpener || startsEarly(text) || !hasProse(text, allProse))
}

function judgeWithVerb(text: string, { hasAddress, hasTime, hasDate, hasOpener }: Evidence): Verdict | null {
  if (!hasAddress && !hasTime && !hasDate) return null
  const unsure = hasOpener ? 'maybe' : 'unopened'
  if (hasAddress) {
    return (hasTime || hasDate) && (hasOpener || dateStarts(text)) ? 'sure' : unsure
  }
  return hasTime && hasDate && /[:：_-]$/.test(text) && !isProse(text) ? 'sure' : unsure
}

/** `3. Mai 2026, 10:12 von ann@example.com:` is one where a quote follows. */
function judgeWithoutVerb(text: string, { hasAddress, hasTime, hasDate }: Evidence): Verdict | null {
  const isShort = text.length <= 100 && /[:：]$/.test(text)
  return isShort && hasAddress && hasTime && hasDate && startsEarly(text) ? 'maybe' : null
}

/** `Ann wrote on 3 May 2026 at 10:12:`; and without a date `Ann wrote:` and Horde's `Quoting Ann <ann@example.com>:`. */
function judgeNameFirst(text: string, { hasTime, hasDate }: Evidence): Verdict | null {
  if (!/[:：]$/.test(text)) return null
  if (hasTime && hasDate && text.length <= 120 && verbs.test(text) && !isProse(text)) return 'sure'
  if (text.length > 80) return null
  const isShort = endsWithVerb(text) || /^(?:quoting|citando|zitat von|citation de|quoth|citat) /.test(text)
  return isShort ? 'unopened' : null
}

function hasOpener(text: string): boolean {
  const first = text.slice(0, 24).split(/[ ,]/, 1)[0] ?? ''
  if (openers.has(first)) return true
  return (
    longOpeners.some((opener) => text.startsWith(`${opener} `)) ||
    openersWithoutBlank.some((opener) => text.startsWith(opener))
  )
}

/** A weekday or the like stands before the date: `ons 4 dec. 2026 kl. 20:42 skrev …`. */
function startsEarly(text: string): boolean {
  const digit = text.search(/\d/)
  return digit >= 0 && digit < 20
}

/** Hungarian, Turkish and Chinese name the writer first: `Ann <ann@example.com>, 3 Kas 2026 10:12 …`. */
function nameStarts(text: string): boolean {
  const at = text.slice(0, 120).search(/[<([][^ <([]{1,80}@/)
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

/** Has a text a word of prose of the language that its word of writing belongs to? */
function isProse(text: string): boolean {
  return verbsOf.some(
    ({ language, pattern }) =>
      pattern.test(text) && hasProse(text, new Set(attributionWords[language]?.prose ?? [])),
  )
}

function hasProse(text: string, words: ReadonlySet<string>): boolean {
  return text.split(/[ ,'’]+/).some((word) => words.has(word))
}

/** Arabic and Persian digits as others write them. */
function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

/** Matches any of the words; between letters only where the script has no blanks between words. */
function anyWord(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.()/]/g, '\\$&')).sort((a, b) => b.length - a.length)
  const spaced = escaped.filter((word) => !noBlanks.test(word))
  const joined = escaped.filter((word) => noBlanks.test(word))
  const patterns = [
    ...(spaced.length > 0 ? [`(?<!\\p{L})(?:${spaced.join('|')})(?!\\p{L})`] : []),
    ...(joined.length > 0 ? [`(?:${joined.join('|')})`] : []),
  ]
  return new RegExp(patterns.join('|'), 'u')
}
