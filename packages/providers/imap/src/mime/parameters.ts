import { decodeCharset } from './charset.ts'
import { decodeEncodedWords } from './encoded-words.ts'

/** A structured header value: `text/plain; charset=utf-8`. */
export interface ParameterisedValue {
  /** Lower case. */
  readonly value: string
  /** By lower-case name, decoded (RFC 2231, RFC 2047). */
  readonly parameters: ReadonlyMap<string, string>
}

const maxParameters = 200
/** RFC 2231 §3 and §4: name, number of the piece, whether it is percent-encoded. */
const extendedName = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/

interface Piece {
  readonly index: number
  readonly text: string
  readonly isEncoded: boolean
}

/** Reads a Content-Type or Content-Disposition as found in real mail; never throws. */
export function readParameters(header: string | null): ParameterisedValue {
  const [value = '', ...rest] = splitAtSemicolons(header ?? '')
  const pieces = new Map<string, Piece[]>()
  for (const part of rest) {
    const equals = part.indexOf('=')
    const name = extendedName.exec(part.slice(0, Math.max(0, equals)).trim().toLowerCase())
    if (name?.[1] === undefined) continue
    const piece = {
      index: Number(name[2] ?? 0),
      text: unquote(part.slice(equals + 1).trim()),
      isEncoded: name[3] === '*',
    }
    pieces.set(name[1], [...(pieces.get(name[1]) ?? []), piece])
  }
  const parameters = [...pieces].map(([name, list]) => [name, joinPieces(list)] as const)
  return { value: firstWord(value), parameters: new Map(parameters) }
}

/** `text/plain charset=...` and `text/plain (comment)` keep what comes first. */
function firstWord(value: string): string {
  return (value.trim().split(/[\s(]/)[0] ?? '').toLowerCase()
}

function splitAtSemicolons(header: string): readonly string[] {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let position = 0; position < header.length && parts.length <= maxParameters; position += 1) {
    const character = header[position]
    if (character === '\\' && isQuoted) position += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === ';' && !isQuoted) {
      parts.push(header.slice(start, position))
      start = position + 1
    }
  }
  return [...parts, header.slice(start)]
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  let end = 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  // Windows senders write paths without escaping them: a backslash only escapes quotes and itself.
  return text.slice(1, end).replaceAll(/\\(["\\])/g, '$1')
}

function joinPieces(pieces: readonly Piece[]): string {
  const [only] = pieces
  if (only !== undefined && !only.isEncoded && only.index === 0 && pieces.length === 1)
    return decodeEncodedWords(only.text)
  // `filename` beside `filename*0*`: the encoded one is the real name.
  const encoded = pieces.some((piece) => piece.isEncoded)
    ? pieces.filter((p) => p.isEncoded || p.index > 0)
    : pieces
  const sorted = [...encoded].sort((a, b) => a.index - b.index)
  const [first] = sorted
  const marked = first?.isEncoded === true ? /^([^']*)'[^']*'/.exec(first.text) : null
  const bytes = sorted.map((piece, place) => {
    const text = place === 0 && marked !== null ? piece.text.slice(marked[0].length) : piece.text
    return piece.isEncoded ? percentDecode(text) : Buffer.from(text, 'utf8')
  })
  return decodeEncodedWords(decodeCharset(Buffer.concat(bytes), marked?.[1] ?? null))
}

function percentDecode(text: string): Buffer {
  const latin = Buffer.from(text, 'utf8').toString('latin1')
  const decoded = latin.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(decoded, 'latin1')
}
