import { decodeCharset, encodeCharset } from './charset.ts'
import { decodeQuotedPrintable } from './transfer-encoding.ts'

/** One encoded word, wherever it stands; blanks inside Q are wrong and common. Sticky users set lastIndex. */
const encodedWord = /=\?([^?\s]{1,80})\?([BbQq])\?([^?\r\n]*)\?=/g
const onlyAscii = /^\p{ASCII}*$/u
const blank = /^\s*$/

interface Run {
  readonly charset: string
  readonly bytes: readonly Buffer[]
}

/**
 * Decodes RFC 2047 words in a header value. Neighbours of one charset are joined as bytes before decoding:
 * many senders split a word in the middle of a character.
 */
export function decodeEncodedWords(value: string): string {
  if (!value.includes('=?')) return value
  const parts: string[] = []
  let run: Run | null = null
  let end = 0
  for (const match of value.matchAll(encodedWord)) {
    const between = value.slice(end, match.index)
    const word = readWord(match)
    const isNeighbour = run !== null && blank.test(between)
    if (run !== null && isNeighbour && run.charset === word.charset) {
      run = { charset: run.charset, bytes: [...run.bytes, ...word.bytes] }
    } else {
      parts.push(finishRun(run), isNeighbour ? '' : between)
      run = word
    }
    end = match.index + match[0].length
  }
  parts.push(finishRun(run), value.slice(end))
  return parts.join('')
}

function readWord(match: RegExpMatchArray): Run {
  const [, label = '', encoding = '', payload = ''] = match
  // RFC 2231 §5 allows a language after a star: utf-8*fr.
  const charset = (label.split('*')[0] ?? '').toLowerCase()
  const bytes =
    encoding.toUpperCase() === 'B'
      ? Buffer.from(payload, 'base64')
      : decodeQuotedPrintable(readRaw(payload.replaceAll('_', ' '), charset))
  return { charset, bytes: [bytes] }
}

/** Raw 8-bit characters inside a word were decoded with the header; they go back to what the word declares. */
function readRaw(payload: string, charset: string): Buffer {
  return onlyAscii.test(payload) ? Buffer.from(payload, 'latin1') : encodeCharset(payload, charset)
}

function finishRun(run: Run | null): string {
  return run === null ? '' : decodeCharset(Buffer.concat(run.bytes), run.charset)
}
