import { type HeaderLine, readHeaderBlock } from './header-block.ts'
import { isBodyText, type Part, type PartHeaders, readPartHeaders } from './part.ts'
import { createPartContent, type PartContent } from './part-content.ts'
import { isReportPart, maxReportPartBytes } from './report.ts'

const maxDepth = 50
const maxParts = 1000
/** A header block that is longer is read up to here; the rest of it is skipped. */
export const maxHeaderBytes = 256 * 1024
/** Stored text ends at a million characters; base64 of four-byte characters is the longest they can be. */
const maxTextBytes = 6 * 1024 * 1024
/** Longer than any boundary in use; RFC 2046 allows 70. */
export const maxBoundaryLine = 1024

/** Files that are kept while somebody looks at a mail, all together. */
const maxFileBytes = 24 * 1024 * 1024

const nothing = Buffer.alloc(0)

type OpenPart = { -readonly [Key in keyof Part]: Part[Key] } & { children: OpenPart[] }

/** What is done with the content of parts besides reading texts and reports. */
export interface ContentPolicy {
  /** How many encoded bytes of a file are kept; none unless told. All of them together are bounded. */
  readonly keep?: (part: PartHeaders) => number
  /** Is given the content of every part that has no parts, encoded, as it passes by. */
  readonly onContent?: (part: Part, bytes: Buffer) => void
}

interface OpenMultipart {
  readonly boundary: string
  readonly part: OpenPart
  readonly depth: number
}

/** A mail under construction. Only the functions of this file change it. */
export interface PartTree {
  isInHeader: boolean
  /** The header lines of the mail itself, once they are complete. */
  head: readonly HeaderLine[] | null
  root: OpenPart | null
  /** Multiparts that are open, outermost first. */
  open: readonly OpenMultipart[]
  headerLines: Buffer[]
  headerLength: number
  current: { readonly part: OpenPart; readonly content: PartContent } | null
  /** Where the next part belongs. */
  parent: OpenMultipart | null
  partCount: number
  textBytesLeft: number
  readonly policy: ContentPolicy
  fileBytesLeft: number
}

/** A whole mail: its header lines and its parts. */
export interface WalkedMail {
  readonly head: readonly HeaderLine[]
  readonly root: Part
}

/** A mail of which nothing has been seen yet. */
export function newPartTree(policy: ContentPolicy = {}): PartTree {
  return {
    isInHeader: true,
    head: null,
    root: null,
    open: [],
    headerLines: [],
    headerLength: 0,
    current: null,
    parent: null,
    partCount: 0,
    textBytesLeft: maxTextBytes,
    policy,
    fileBytesLeft: maxFileBytes,
  }
}

/** Takes one line of a header block, with its line end. */
export function takeHeaderLine(tree: PartTree, line: Buffer): void {
  const isBlank = line[0] === 0x0a || (line[0] === 0x0d && line[1] === 0x0a)
  if (isBlank) {
    // Blank lines before the first header are an accident of transport.
    if (tree.root !== null || tree.headerLength > 0) endHeader(tree)
  } else if (!(line[0] === 0x2d && line[1] === 0x2d && takeDelimiter(tree, line))) keepHeaderLine(tree, line)
}

function keepHeaderLine(tree: PartTree, line: Buffer): void {
  if (tree.headerLength < maxHeaderBytes)
    tree.headerLines.push(line.subarray(0, maxHeaderBytes - tree.headerLength))
  tree.headerLength += line.length
}

/** Takes bytes of a part's content; preambles and epilogues belong to no part and are dropped. */
export function takeContent(tree: PartTree, bytes: Buffer): void {
  if (tree.current === null) return
  tree.current.content.push(bytes)
  tree.policy.onContent?.(tree.current.part, bytes)
}

/** Takes a line that begins with two hyphens; false when it delimits none of the open multiparts. */
export function takeDelimiter(tree: PartTree, line: Buffer): boolean {
  if (tree.open.length === 0 || line.length > maxBoundaryLine) return false
  const text = line.toString('latin1').trimEnd()
  const place = tree.open.findLastIndex((multipart) => isDelimiter(text, multipart.boundary))
  const found = tree.open[place]
  if (found === undefined) return false
  if (tree.isInHeader) endHeader(tree)
  endPart(tree)
  const isClosing = text.length > found.boundary.length + 2
  tree.open = tree.open.slice(0, isClosing ? place : place + 1)
  tree.parent = found
  // Beyond the limit the rest is passed over like an epilogue: nobody sends a thousand files to a person.
  tree.isInHeader = !isClosing && tree.partCount < maxParts
  return true
}

function isDelimiter(text: string, boundary: string): boolean {
  if (!text.startsWith(boundary, 2)) return false
  const rest = text.slice(boundary.length + 2)
  return rest === '' || rest === '--'
}

function endHeader(tree: PartTree): void {
  const [lines, ofFirstPart] = splitAtSecondType(readHeaderBlock(Buffer.concat(tree.headerLines)))
  openPart(tree, lines)
  if (ofFirstPart === null) return
  endPart(tree)
  openPart(tree, ofFirstPart)
}

/**
 * A multipart whose blank line and first delimiter were lost has the header of its first part in its own: of two
 * Content-Types the second is that of the part.
 */
function splitAtSecondType(
  lines: readonly HeaderLine[],
): readonly [readonly HeaderLine[], readonly HeaderLine[] | null] {
  const types = lines.filter(({ name }) => name === 'content-type')
  const [first, second] = types
  const isLost =
    second !== undefined && /^multipart\//i.test(first?.value ?? '') && /^text\//i.test(second.value)
  if (!isLost) return [lines, null]
  const place = lines.indexOf(second)
  return [lines.slice(0, place), lines.slice(place)]
}

function openPart(tree: PartTree, lines: readonly HeaderLine[]): void {
  const part = newPart(tree, lines)
  tree.head ??= lines
  tree.root ??= part
  if (tree.parent !== null) addChild(tree, tree.parent.part, part)
  tree.partCount += 1
  tree.headerLines = []
  tree.headerLength = 0
  tree.isInHeader = false
  const boundary = (part.typeParameters.get('boundary') ?? '').trimEnd()
  const depth = (tree.parent?.depth ?? 0) + 1
  if (part.contentType.startsWith('multipart/') && boundary !== '' && depth <= maxDepth) {
    tree.open = [...tree.open, { boundary, part, depth }]
    tree.parent = tree.open.at(-1) ?? null
    // Kept until a first part shows that it was a preamble: some senders promise parts and write plain text.
    tree.current = { part, content: createPartContent('identity', tree.textBytesLeft) }
  } else {
    tree.current = { part, content: createPartContent(part.encoding, bytesToKeep(tree, part)) }
  }
}

function bytesToKeep(tree: PartTree, part: Part): number {
  if (part.isBody) return tree.textBytesLeft
  if (isReportPart(part)) return Math.min(maxReportPartBytes, tree.textBytesLeft)
  // Encoded: a third more, and line ends.
  return Math.min(Math.ceil((tree.policy.keep?.(part) ?? 0) * 1.4), tree.fileBytesLeft)
}

function addChild(tree: PartTree, parent: OpenPart, part: OpenPart): void {
  parent.children.push(part)
  tree.textBytesLeft += parent.content.length
  parent.content = nothing
}

function newPart(tree: PartTree, lines: readonly HeaderLine[]): OpenPart {
  const parent = tree.parent?.part ?? null
  const headers = readPartHeaders(
    lines,
    parent?.contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain',
  )
  const isBody = isBodyText(headers, parent === null || parent.children.length === 0)
  return { ...headers, number: tree.partCount, parent, children: [], isBody, content: nothing, size: 0 }
}

function endPart(tree: PartTree): void {
  if (tree.current === null) return
  const { part, content } = tree.current
  const measured = content.finish()
  part.content = measured.content
  part.size = measured.size
  if (part.isBody || isReportPart(part)) tree.textBytesLeft -= measured.content.length
  else tree.fileBytesLeft -= measured.content.length
  tree.current = null
}

/** Ends the mail where its bytes end, whatever is still open. */
export function endTree(tree: PartTree): WalkedMail {
  if (tree.isInHeader && (tree.root === null || tree.headerLength > 0)) endHeader(tree)
  endPart(tree)
  const { head, root } = tree
  return { head: head ?? [], root: root ?? newPart(tree, []) }
}
