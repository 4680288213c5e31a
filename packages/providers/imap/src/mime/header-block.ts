import { isAscii, isUtf8 } from 'node:buffer'
import { decodeCharset } from './charset.ts'

/** One header line, unfolded; encoded words are still encoded. */
export interface HeaderLine {
  /** Lower case. */
  readonly name: string
  readonly value: string
}

/** RFC 5322 §2.2: printable ASCII but the colon; blanks before the colon are obsolete, and still seen. */
const headerStart = /^([!-9;-~]{1,200})[ \t]*:/

/** Reads a header block, the blank line excluded. Lines that are no header are left out. */
export function readHeaderBlock(block: Buffer): readonly HeaderLine[] {
  const lines = decodeBlock(block)
  const unfolded: { name: string; parts: string[] }[] = []
  for (const line of lines) {
    if (line.startsWith(' ') || line.startsWith('\t')) {
      unfolded.at(-1)?.parts.push(line)
      continue
    }
    const name = headerStart.exec(line)
    // Exporters that strip blanks break folded parameters: `boundary=` alone on a line still belongs above.
    if (name === null && unfolded.at(-1)?.parts.at(-1)?.endsWith(';') === true) {
      unfolded.at(-1)?.parts.push(' ', line)
      continue
    }
    if (name?.[1] !== undefined)
      unfolded.push({ name: name[1].toLowerCase(), parts: [line.slice(name[0].length)] })
  }
  return unfolded.map(({ name, parts }) => ({ name, value: parts.join('').trim() }))
}

/** The first line of that name: of two From lines the first is what most readers show. */
export function firstHeader(lines: readonly HeaderLine[], name: string): string | null {
  return lines.find((line) => line.name === name)?.value ?? null
}

/** Every value of that name, joined as one list. */
export function joinedHeader(lines: readonly HeaderLine[], name: string, separator: string): string {
  return lines
    .filter((line) => line.name === name)
    .map((line) => line.value)
    .join(separator)
}

/** Whole blocks are nearly always one encoding; only a mixed one is decoded line by line. */
function decodeBlock(block: Buffer): readonly string[] {
  if (isAscii(block)) return splitLines(block.toString('latin1'))
  if (isUtf8(block)) return splitLines(block.toString('utf8'))
  return splitLines(block.toString('latin1')).map((line) => decodeCharset(Buffer.from(line, 'latin1'), null))
}

function splitLines(text: string): readonly string[] {
  return text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
}
