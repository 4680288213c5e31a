import { type Address, cleanText } from '@guichet/core'
import { decodeEncodedWords } from './encoded-words.ts'

const maxAddresses = 1000
const maxNameLength = 300
/** RFC 5321 §4.5.3.1: 64 + 1 + 255; what is longer cannot be written to. */
const maxAddressLength = 320

/** One word, or a local part in quotes, which may hold blanks. */
const addressShape = /^(?:"[^"\p{Cc}]*"@)?[^\s\p{Cc}]+$/u

type Token =
  | { readonly kind: 'text' | 'quoted' | 'comment' | 'angle'; readonly text: string }
  | { readonly kind: 'separator' | 'group' }

/**
 * Reads an address list as it is found in real mail: groups are flattened, comments are names of last resort,
 * encoded words are decoded after the list was split, so that no decoded name can pass for an address.
 * Entries without an address are left out.
 */
export function readAddresses(value: string): readonly Address[] {
  const addresses: Address[] = []
  let entry: Token[] = []
  for (const token of tokens(value)) {
    if (token.kind === 'group') entry = []
    else if (token.kind !== 'separator') entry.push(token)
    else {
      const address = readEntry(entry)
      if (address !== null) addresses.push(address)
      entry = []
      if (addresses.length >= maxAddresses) return addresses
    }
  }
  return addresses
}

function* tokens(value: string): Generator<Token> {
  // An encoded word is one piece even when it holds a comma or a bracket, which Q should not, and does.
  const piece = /=\?[^?\s]{1,80}\?[bq]\?[^?\r\n]*\?=|[^\s"(<,;:=]+|\s+|=/iy
  let position = 0
  let text = ''
  let hasAt = false
  while (position < value.length) {
    piece.lastIndex = position
    const plain = piece.exec(value)
    if (plain !== null) {
      text += plain[0]
      hasAt ||= plain[0].includes('@')
      position = piece.lastIndex
      continue
    }
    const special = readSpecial(value, position)
    position = special.end
    // A colon after an `@` is part of an odd address or name, not the end of a group's name.
    if (special.token.kind === 'group' && hasAt) {
      text += ':'
      continue
    }
    if (text !== '') yield { kind: 'text', text }
    text = ''
    hasAt = false
    yield special.token
  }
  if (text !== '') yield { kind: 'text', text }
  yield { kind: 'separator' }
}

function readSpecial(value: string, start: number): { readonly token: Token; readonly end: number } {
  switch (value[start]) {
    case '"':
      return readQuoted(value, start)
    case '(':
      return readComment(value, start)
    case '<':
      return readAngle(value, start)
    case ':':
      return { token: { kind: 'group' }, end: start + 1 }
    default:
      return { token: { kind: 'separator' }, end: start + 1 }
  }
}

function readQuoted(value: string, start: number): { readonly token: Token; readonly end: number } {
  let end = start + 1
  while (end < value.length && value[end] !== '"') end += value[end] === '\\' ? 2 : 1
  const text = value.slice(start + 1, end).replaceAll(/\\(.)/g, '$1')
  return { token: { kind: 'quoted', text }, end: end + 1 }
}

function readComment(value: string, start: number): { readonly token: Token; readonly end: number } {
  let depth = 1
  let end = start + 1
  for (; end < value.length && depth > 0; end += 1) {
    if (value[end] === '\\') end += 1
    else if (value[end] === '(') depth += 1
    else if (value[end] === ')') depth -= 1
  }
  const text = value.slice(start + 1, depth === 0 ? end - 1 : end).replaceAll(/\\(.)/g, '$1')
  return { token: { kind: 'comment', text }, end }
}

function readAngle(value: string, start: number): { readonly token: Token; readonly end: number } {
  let end = start + 1
  while (end < value.length && value[end] !== '>' && value[end] !== '<') end += 1
  const isClosed = value[end] === '>'
  return { token: { kind: 'angle', text: value.slice(start + 1, end) }, end: isClosed ? end + 1 : end }
}

function readEntry(entry: readonly Token[]): Address | null {
  const angle = entry.find((token) => token.kind === 'angle' && token.text.trim() !== '')
  if (angle !== undefined && 'text' in angle) return makeAddress(phraseOf(entry), angle.text)
  return readBareEntry(entry)
}

/** `jean@example.fr`, `jean@example.fr (Jean)`, `"a b"@example.fr`, `Jean jean@example.fr`, `root`. */
function readBareEntry(entry: readonly Token[]): Address | null {
  const shown = entry.flatMap((token) => (token.kind === 'text' || token.kind === 'quoted' ? [token] : []))
  const [first, second] = shown
  if (first?.kind === 'quoted' && second?.text.startsWith('@') === true)
    return makeAddress(commentOf(entry), `"${first.text}"${second.text}`)
  if (shown.length === 1 && first?.kind === 'quoted') {
    const isAddress = first.text.includes('@') && !/[\s<>]/.test(first.text)
    return isAddress ? makeAddress('', first.text) : null
  }
  const words = joinAt(shown.map((token) => token.text).join(' ')).split(' ')
  const address = words.find((word) => word.includes('@')) ?? (words.length === 1 ? words[0] : undefined)
  if (address === undefined) return null
  const name = words.filter((word) => word !== address).join(' ')
  return makeAddress(name === '' ? commentOf(entry) : name, address)
}

/** RFC 5322 §4.4 lets blanks stand around the `@`. */
function joinAt(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(' @', '@').replaceAll('@ ', '@').trim()
}

function phraseOf(entry: readonly Token[]): string {
  const phrase = entry
    .map((token) => (token.kind === 'text' || token.kind === 'quoted' ? token.text : ' '))
    .join('')
  return phrase.trim() === '' ? commentOf(entry) : phrase
}

function commentOf(entry: readonly Token[]): string {
  return entry.map((token) => (token.kind === 'comment' ? token.text : '')).join(' ')
}

function makeAddress(name: string, address: string): Address | null {
  const cleaned = withoutRoute(joinAt(decodedAddress(address)))
  if (cleaned.length > maxAddressLength || !addressShape.test(cleaned)) return null
  const decoded = decodeEncodedWords(name).replaceAll(/\s+/g, ' ').trim()
  // A name that only repeats the address says nothing.
  const shown = unquoted(decoded)
  return {
    name: shown === cleaned ? '' : cleanText(shown, maxNameLength),
    address: cleanText(cleaned, maxAddressLength),
  }
}

/** RFC 2047 §5 forbids encoded words here; one that decodes to a plain address is taken, others are refused. */
function decodedAddress(address: string): string {
  if (!address.includes('=?')) return address
  const decoded = decodeEncodedWords(address)
  return /^[^\s@<>,;:]+@[^\s@<>,;:]+$/.test(decoded) ? decoded : ''
}

/** RFC 5322 §4.4, obs-route: `<@relay.example,@other.example:jean@example.fr>`. */
function withoutRoute(address: string): string {
  const bare = address.startsWith('mailto:') ? address.slice('mailto:'.length) : address
  return bare.startsWith('@') ? bare.slice(bare.indexOf(':') + 1) : bare
}

/** Outlook writes `"'jean@example.fr'"`. */
function unquoted(name: string): string {
  const isQuoted = name.length > 2 && name.startsWith("'") && name.endsWith("'")
  return isQuoted ? name.slice(1, -1) : name
}
