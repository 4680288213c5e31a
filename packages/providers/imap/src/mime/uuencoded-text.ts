import type { EmbeddedFile } from './tnef.ts'
import { decodeUuencode } from './uuencode.ts'

export interface UuencodedText {
  /** What stands around the files. */
  readonly text: string
  readonly files: readonly EmbeddedFile[]
}

const maxFiles = 100
const beginLine = /^begin [0-7]{3,4} (\S.{0,254}?)\s*$/
/** A line of data says its length in its first character; four characters hold three bytes. */
const dataLine = /^[ -`]+\s?$/

/**
 * Takes files out of a text, as mail programs before MIME put them in: `begin 644 name`, lines of data, `end`. What does
 * not end, or holds a line that is no data, stays text. One pass.
 */
export function splitUuencoded(text: string): UuencodedText {
  if (!text.includes('begin ')) return { text, files: [] }
  const lines = text.split('\n')
  const kept: string[] = []
  const files: EmbeddedFile[] = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const name = files.length < maxFiles ? beginLine.exec(line)?.[1] : undefined
    const end = name === undefined ? at : endOfData(lines, at + 1)
    if (name === undefined || lines[end]?.trimEnd() !== 'end') {
      kept.push(...lines.slice(at, Math.max(at + 1, end)))
      at = Math.max(at + 1, end)
      continue
    }
    const bytes = decodeUuencode(Buffer.from(lines.slice(at + 1, end).join('\n'), 'latin1'))
    files.push({ name, contentType: '', contentId: null, bytes })
    at = end + 1
  }
  return { text: kept.join('\n'), files }
}

function endOfData(lines: readonly string[], first: number): number {
  let at = first
  while (at < lines.length && isData(lines[at] ?? '')) at += 1
  return at
}

function isData(line: string): boolean {
  if (!dataLine.test(line)) return false
  const length = (line.charCodeAt(0) - 0x20) & 0x3f
  // Blanks at its end may have been stripped; a checksum may follow it.
  return line.trimEnd().length <= Math.ceil(length / 3) * 4 + 3
}
