import { decodeUuencode } from './uuencode.ts'

export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable' | 'uuencode'

/** The encoding a Content-Transfer-Encoding names; null for one nobody defined. */
export function readTransferEncoding(value: string | null): TransferEncoding | null {
  const name = (value ?? '').replaceAll(/[\s"';]/g, '').toLowerCase()
  if (name === 'base64' || name === 'quoted-printable') return name
  if (/^(?:x-)?uu(?:e|encode)$/.test(name)) return 'uuencode'
  return name === '' || name === '7bit' || name === '8bit' || name === 'binary' ? 'identity' : null
}

/** Undoes a transfer encoding; damaged input gives what can be read of it. */
export function decodeTransfer(bytes: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'base64') return decodeBase64(bytes.toString('latin1'))
  if (encoding === 'uuencode') return decodeUuencode(bytes)
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(bytes) : bytes
}

/** Node stops at padding, and pieces that were joined go on after it. */
function decodeBase64(text: string): Buffer {
  const padding = text.indexOf('=')
  if (padding === -1 || !/[A-Za-z\d+/]/.test(text.slice(padding))) return Buffer.from(text, 'base64')
  return Buffer.concat(text.split(/=+/).map((piece) => Buffer.from(piece, 'base64')))
}

/** RFC 2045 §6.7: an `=` before two hexadecimal digits is a byte, before a line end a soft break, else itself. */
export function decodeQuotedPrintable(bytes: Buffer): Buffer {
  let next = bytes.indexOf(equals)
  if (next === -1) return bytes
  const output = Buffer.allocUnsafe(bytes.length)
  let written = 0
  let position = 0
  while (next !== -1) {
    written += bytes.copy(output, written, position, next)
    const softBreak = softBreakEnd(bytes, next + 1)
    const byte = softBreak === null ? hexByte(bytes, next + 1) : null
    if (softBreak !== null) position = softBreak
    else {
      output[written] = byte ?? equals
      written += 1
      position = next + (byte === null ? 1 : 3)
    }
    next = bytes.indexOf(equals, position)
  }
  written += bytes.copy(output, written, position)
  return output.subarray(0, written)
}

const equals = 0x3d
/** Blanks a relay may have put between `=` and the line end; more is text. */
const maxSoftBreakBlanks = 80

function softBreakEnd(bytes: Buffer, start: number): number | null {
  let position = start
  const limit = start + maxSoftBreakBlanks
  while (position < limit && (bytes[position] === 0x20 || bytes[position] === 0x09)) position += 1
  if (position >= bytes.length) return bytes.length
  if (bytes[position] === 0x0a) return position + 1
  if (bytes[position] === 0x0d) return bytes[position + 1] === 0x0a ? position + 2 : position + 1
  return null
}

function hexByte(bytes: Buffer, start: number): number | null {
  const high = hexDigit(bytes[start])
  const low = hexDigit(bytes[start + 1])
  return high === null || low === null ? null : high * 16 + low
}

function hexDigit(code: number | undefined): number | null {
  if (code === undefined) return null
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const upper = code & 0xdf
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : null
}
