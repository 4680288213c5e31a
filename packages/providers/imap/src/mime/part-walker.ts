import {
  type ContentPolicy,
  endTree,
  maxBoundaryLine,
  maxHeaderBytes,
  newPartTree,
  type PartTree,
  takeContent,
  takeDelimiter,
  takeHeaderLine,
  type WalkedMail,
} from './part-tree.ts'

interface PartWalker {
  push(chunk: Buffer): void
  finish(): WalkedMail
}

const newLine = 0x0a
const hyphen = 0x2d
const delimiterStart = Buffer.from('\n--')

/**
 * Walks a mail in one pass, whatever the size of the chunks: multiparts are followed by their boundaries, body
 * texts are kept, everything else is only measured. Never throws, and takes linear time and bounded memory.
 * `onBody` is given every byte after the header block of the mail; the policy may ask for more than texts.
 */
export function createPartWalker(onBody: (bytes: Buffer) => void, policy: ContentPolicy = {}): PartWalker {
  const tree = newPartTree(policy)
  const position: Position = { atLineStart: false }
  let carry: Buffer = Buffer.alloc(0)
  const walk = (bytes: Buffer, isLast: boolean): void => {
    let bodyStart = tree.head === null ? -1 : 0
    let done = 0
    for (let next: number | null = 0; next !== null && done < bytes.length; ) {
      next = step(tree, position, { bytes, from: done, isLast })
      done = next ?? done
      if (bodyStart === -1 && tree.head !== null) bodyStart = done
    }
    if (bodyStart !== -1) onBody(bytes.subarray(bodyStart, done))
    carry = bytes.subarray(done)
  }
  return {
    push: (chunk) => walk(carry.length === 0 ? chunk : Buffer.concat([carry, chunk]), false),
    finish: () => {
      walk(carry, true)
      return endTree(tree)
    },
  }
}

interface Position {
  /** Content may go on in the middle of a line, where no delimiter can stand. */
  atLineStart: boolean
}

interface Window {
  readonly bytes: Buffer
  readonly from: number
  readonly isLast: boolean
}

/** Consumes what can be understood in one go and returns its end; null when it takes more bytes to decide. */
function step(tree: PartTree, position: Position, window: Window): number | null {
  if (!tree.isInHeader) return stepContent(tree, position, window)
  const end = lineEnd(window, maxHeaderBytes)
  if (end === null) return null
  takeHeaderLine(tree, window.bytes.subarray(window.from, end))
  position.atLineStart = true
  return end
}

function stepContent(tree: PartTree, position: Position, window: Window): number | null {
  const { bytes, from, isLast } = window
  if (position.atLineStart && couldBeDelimiter(window)) {
    const end = lineEnd(window, maxBoundaryLine)
    if (end === null) return null
    if (takeDelimiter(tree, bytes.subarray(from, end))) return end
  }
  const found = tree.open.length === 0 ? -1 : bytes.indexOf(delimiterStart, from)
  const end = found === -1 ? bytes.length - (isLast ? 0 : heldBack(bytes)) : found + 1
  position.atLineStart = found !== -1
  if (end <= from) return null
  takeContent(tree, bytes.subarray(from, end))
  return end
}

function couldBeDelimiter({ bytes, from }: Window): boolean {
  return bytes[from] === hyphen && (from + 1 === bytes.length || bytes[from + 1] === hyphen)
}

/** The end of the line, of the input, or of what a line may be long; null when it is not there yet. */
function lineEnd({ bytes, from, isLast }: Window, longest: number): number | null {
  const found = bytes.indexOf(newLine, from)
  if (found !== -1) return found + 1
  return isLast || bytes.length - from > longest ? bytes.length : null
}

/** Bytes at the end of a chunk that may be the beginning of a delimiter. */
function heldBack(bytes: Buffer): number {
  if (bytes.at(-1) === newLine) return 1
  return bytes.at(-2) === newLine && bytes.at(-1) === hyphen ? 2 : 0
}
