import type { TransferEncoding } from './transfer-encoding.ts'
import { uuencodedSize } from './uuencode.ts'

/** Collects the content of one part while it passes by. */
export interface PartContent {
  push(bytes: Buffer): void
  finish(): { readonly content: Buffer; readonly size: number }
}

/** Keeps up to `keep` bytes and measures the rest. The line end before a boundary belongs to the boundary. */
export function createPartContent(encoding: TransferEncoding | null, keep: number): PartContent {
  const kept: Buffer[] = []
  let keptLength = 0
  let total = 0
  let removed = 0
  let told = 0
  let tail: Buffer = Buffer.alloc(0)
  return {
    push: (bytes) => {
      if (keptLength < keep) kept.push(bytes.subarray(0, keep - keptLength))
      keptLength += bytes.length
      total += bytes.length
      removed += removedBy(encoding, bytes)
      if (encoding === 'uuencode') told += uuencodedSize(bytes)
      tail = bytes.length >= 2 ? bytes.subarray(-2) : Buffer.concat([tail, bytes]).subarray(-2)
    },
    finish: () => {
      const [only] = kept
      const all = kept.length === 1 && only !== undefined ? only : Buffer.concat(kept)
      const encodedSize = total - lineEndLength(tail)
      const content = all.subarray(0, Math.min(encodedSize, keep))
      if (encoding === 'base64') return { content, size: Math.floor(((total - removed) * 3) / 4) }
      return { content, size: encoding === 'uuencode' ? told : Math.max(0, encodedSize - removed) }
    },
  }
}

function lineEndLength(tail: Buffer): number {
  if (tail.at(-1) !== 0x0a) return 0
  return tail.at(-2) === 0x0d ? 2 : 1
}

/** Bytes that decoding takes away. */
function removedBy(encoding: TransferEncoding | null, bytes: Buffer): number {
  if (encoding === 'base64') return count(bytes, 0x0d) + count(bytes, 0x0a) + count(bytes, 0x3d)
  return encoding === 'quoted-printable' ? escapeBytes(bytes) : 0
}

function count(bytes: Buffer, byte: number): number {
  let found = 0
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found += 1
  return found
}

/**
 * A soft break goes with its line end, of an escape one byte stays. One that two pieces of the mail share is taken for
 * an escape.
 */
function escapeBytes(bytes: Buffer): number {
  let found = 0
  for (let at = bytes.indexOf(0x3d); at !== -1; at = bytes.indexOf(0x3d, at + 1))
    found += bytes[at + 1] === 0x0d ? 3 : 2
  return found
}
