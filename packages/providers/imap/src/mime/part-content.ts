import type { TransferEncoding } from './transfer-encoding.ts'

/** Collects the content of one part while it passes by. */
export interface PartContent {
  push(bytes: Buffer): void
  finish(): { readonly content: Buffer; readonly size: number }
}

/** Enough to see how long the lines of a base64 part are; they are 76 by the standard. */
const sampleLength = 1024

/** Keeps up to `keep` bytes and measures the rest. The line end before a boundary belongs to the boundary. */
export function createPartContent(encoding: TransferEncoding | null, keep: number): PartContent {
  const wanted = Math.max(keep, sampleLength)
  const kept: Buffer[] = []
  let keptLength = 0
  let total = 0
  let escapes = 0
  let tail: Buffer = Buffer.alloc(0)
  return {
    push: (bytes) => {
      if (keptLength < wanted) kept.push(bytes.subarray(0, wanted - keptLength))
      keptLength += bytes.length
      total += bytes.length
      if (encoding === 'quoted-printable') escapes += countEscapes(bytes)
      tail = bytes.length >= 4 ? bytes.subarray(-4) : Buffer.concat([tail, bytes]).subarray(-4)
    },
    finish: () => {
      const [only] = kept
      const all = kept.length === 1 && only !== undefined ? only : Buffer.concat(kept)
      const encodedSize = total - lineEndLength(tail)
      const content = all.subarray(0, Math.min(encodedSize, keep))
      if (encoding === 'base64')
        return { content, size: base64Size(encodedSize, all.subarray(0, sampleLength), tail) }
      // Each `=` takes two bytes away; soft breaks take three, and are rare in what is not text.
      return { content, size: Math.max(0, encodedSize - 2 * escapes) }
    },
  }
}

function lineEndLength(tail: Buffer): number {
  if (tail.at(-1) !== 0x0a) return 0
  return tail.at(-2) === 0x0d ? 2 : 1
}

function countEscapes(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(0x3d); at !== -1; at = bytes.indexOf(0x3d, at + 1)) count += 1
  return count
}

/** Three bytes for four characters, line ends and padding apart; the first line tells how long all are. */
function base64Size(encodedSize: number, sample: Buffer, tail: Buffer): number {
  const firstLineEnd = sample.indexOf(0x0a)
  const lineEnd = sample[firstLineEnd - 1] === 0x0d ? 2 : 1
  const breaks = firstLineEnd === -1 ? 0 : Math.floor(encodedSize / (firstLineEnd + 1))
  const padding = /(=*)\s*$/.exec(tail.toString('latin1'))?.[1]?.length ?? 0
  return Math.max(0, Math.floor(((encodedSize - breaks * lineEnd) * 3) / 4) - padding)
}
