import { decodeTransfer, type TransferEncoding } from './transfer-encoding.ts'

/** Undoes a transfer encoding piece by piece, wherever the pieces end. */
export interface TransferDecoder {
  push(bytes: Buffer): Buffer
  /** The last line end belongs to the boundary that follows it (RFC 2046 §5.1.1). */
  finish(): Buffer
}

export function createTransferDecoder(encoding: TransferEncoding): TransferDecoder {
  if (encoding === 'base64') return base64Decoder()
  return encoding === 'identity'
    ? holdingDecoder(
        (bytes) => Math.max(0, bytes.length - 2),
        (bytes) => bytes,
      )
    : holdingDecoder(wholeLines, (bytes) => decodeTransfer(bytes, encoding))
}

/** Decodes what is certain and holds the rest back. */
function holdingDecoder(
  certain: (bytes: Buffer) => number,
  decode: (bytes: Buffer) => Buffer,
): TransferDecoder {
  let held: Buffer = Buffer.alloc(0)
  return {
    push: (bytes) => {
      const all = Buffer.concat([held, bytes])
      const end = certain(all)
      held = all.subarray(end)
      return decode(all.subarray(0, end))
    },
    finish: () => decode(withoutLineEnd(held)),
  }
}

/** Longer than any line a sender may write (RFC 5322 §2.1.1); what is longer is cut between its escapes. */
const maxLine = 64 * 1024
const longestEscape = 100

/** All lines but the last whole one, whose end may belong to the boundary. */
function wholeLines(bytes: Buffer): number {
  const last = bytes.lastIndexOf(0x0a)
  const before = last <= 0 ? -1 : bytes.lastIndexOf(0x0a, last - 1)
  if (bytes.length - before <= maxLine) return before + 1
  const end = bytes.length - longestEscape
  const sign = bytes.lastIndexOf(0x3d, end)
  return sign > end - longestEscape && sign > before ? sign : end
}

function withoutLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 0x0a) return bytes
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1)
}

const notBase64 = /[^A-Za-z\d+/=]+/g

/** Four characters make three bytes. Node stops at padding, and joined pieces go on after it. */
function base64Decoder(): TransferDecoder {
  let held = ''
  return {
    push: (bytes) => {
      const groups = `${held}${bytes.toString('latin1').replaceAll(notBase64, '')}`.split(/=+/)
      const last = groups.pop() ?? ''
      held = last.slice(last.length - (last.length % 4))
      const whole = [...groups, last.slice(0, last.length - held.length)]
      return Buffer.concat(whole.map((group) => Buffer.from(group, 'base64')))
    },
    finish: () => Buffer.from(held, 'base64'),
  }
}
