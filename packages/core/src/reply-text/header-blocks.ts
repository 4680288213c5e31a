import type { Introduction } from './attributions.ts'
import type { MailLine } from './mail-line.ts'
import { type HeaderWords, headerWords } from './words/header-words.ts'

type Role = keyof HeaderWords

interface HeaderName {
  readonly language: string
  readonly role: Role
}

const maxSpan = 14
const maxWrapped = 2
const names = namesByWord()

interface FoundHeader {
  readonly names: readonly HeaderName[]
  readonly value: string
  readonly at: number
}

/** The block of From, Sent, To and Subject, in any one language, that starts at a line. */
export function headerBlockAt(lines: readonly MailLine[], first: number): Introduction | null {
  const starts = namesOf(lines[first])
  if (starts.length === 0) return null
  const found = headersFrom(lines, first)
  if (!starts.some(({ language }) => isHeaderBlock(language, found))) return null
  return { first, last: endOfBlock(lines, found.at(-1)?.at ?? first), isSure: true }
}

function headersFrom(lines: readonly MailLine[], first: number): readonly FoundHeader[] {
  const found: FoundHeader[] = []
  let wrapped = 0
  for (const [offset, line] of lines.slice(first, first + maxSpan).entries()) {
    const at = first + offset
    if (line.isQuoted || (line.isBlank && found.length >= 2 && namesOf(lines[at + 1]).length === 0)) break
    const own = namesOf(line)
    if (own.length > 0) {
      for (const names of [own, ...inlineNames(line)]) found.push({ names, value: line.folded, at })
      wrapped = 0
      continue
    }
    wrapped += 1
    if (wrapped > maxWrapped) break
    const previous = found.pop()
    if (previous !== undefined) found.push({ ...previous, value: `${previous.value} ${line.folded}` })
  }
  return found
}

/**
 * Who and when or what, with an address or a subject: "From: Paris, To: Lyon, Date: 3 May" is a wish for a
 * train ticket.
 */
function isHeaderBlock(language: string, found: readonly FoundHeader[]): boolean {
  const own = found.flatMap(({ names, value }) => {
    const name = names.find((candidate) => candidate.language === language)
    return name === undefined ? [] : [{ role: name.role, value }]
  })
  const roles = new Set(own.map(({ role }) => role))
  const starts = own[0]?.role === 'from' || own[0]?.role === 'date' || roles.size >= 4
  if (!starts || roles.size < 2) return false
  const hasAddress = own.some(({ role, value }) => role !== 'copy' && /@|mailto:/.test(value))
  return hasAddress || (roles.size >= 3 && roles.has('subject'))
}

/** A subject or a list of recipients may go on for a line or two. */
function endOfBlock(lines: readonly MailLine[], last: number): number {
  for (let at = last + 1; at <= last + maxWrapped + 1; at += 1) {
    if (lines[at] === undefined || lines[at]?.isBlank) return at - 1
  }
  return last
}

function namesOf(line: MailLine | undefined): readonly HeaderName[] {
  if (line === undefined || line.isQuoted) return []
  const start = /^[_|•·-]? ?/.exec(line.folded)?.[0].length ?? 0
  const colon = line.folded.slice(0, 32).search(/[:：]/)
  if (colon <= 0) return []
  return names.get(line.folded.slice(start, colon).replace(/_$/, '').trim()) ?? []
}

/** HTML without line breaks: `From: Ann <ann@example.com> Date: 3 May 2026`. */
function inlineNames(line: MailLine): readonly (readonly HeaderName[])[] {
  return line.folded
    .split(' ')
    .slice(1)
    .flatMap((word) => (word.endsWith(':') ? [names.get(word.slice(0, -1)) ?? []] : []))
}

function namesByWord(): ReadonlyMap<string, readonly HeaderName[]> {
  const byWord = new Map<string, readonly HeaderName[]>()
  const roles: readonly Role[] = ['from', 'date', 'to', 'copy', 'subject']
  for (const [language, words] of Object.entries(headerWords)) {
    for (const role of roles) {
      for (const word of words[role]) byWord.set(word, [...(byWord.get(word) ?? []), { language, role }])
    }
  }
  return byWord
}
