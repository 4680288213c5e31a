import { findAttributions, type Introduction } from './attributions.ts'
import { headerBlockAt } from './header-blocks.ts'
import { isMarkedQuote, type MailLine, mailLine } from './mail-line.ts'
import { originalMessageAt } from './original-message.ts'
import { isDashedTitle, isRule } from './rules.ts'

/** `history` is everything below the mark of a mail program that copies without quote signs. */
export type BlockKind = 'text' | 'quoted' | 'introduction' | 'history'

/** Lines that belong together; `last` is included. */
export interface Block {
  readonly kind: BlockKind
  readonly first: number
  readonly last: number
}

const maxQuotedHeader = 8

/** Cuts a mail into text, lines with quote signs, what introduces them, and history. */
export function findBlocks(lines: readonly MailLine[]): readonly Block[] {
  const attributions = findAttributions(lines)
  const blocks: Block[] = []
  let hasText = false
  let at = 0
  while (at < lines.length) {
    const block = blockAt(lines, { at, hasText, attributions })
    const previous = blocks.at(-1)
    if (block.kind === 'text' && previous?.kind === 'text') {
      blocks.splice(-1, 1, { ...previous, last: block.last })
    } else {
      blocks.push(block)
    }
    hasText ||= block.kind === 'text' && isWritten(lines[block.first])
    at = block.last + 1
  }
  return blocks
}

interface Position {
  readonly at: number
  readonly hasText: boolean
  readonly attributions: ReadonlyMap<number, Introduction>
}

function blockAt(lines: readonly MailLine[], { at, hasText, attributions }: Position): Block {
  const rest = { kind: 'history', first: at, last: lines.length - 1 } as const
  const introduction = introductionAt(lines, at, attributions)
  if (introduction !== null) {
    const { first, last, isSure } = introduction
    const isFollowed = isMarkedQuote(lines[nextFilled(lines, last + 1)])
    if (isFollowed) return { kind: 'introduction', first, last }
    if (isSure) return hasText ? rest : { kind: 'introduction', first, last }
  }
  const line = lines[at]
  if (line === undefined || (hasText && isLabel(lines, at))) return rest
  if (line.isQuoted) {
    const last = endOfQuoted(lines, at)
    return hasText && isQuotedHeader(lines, at, last) ? rest : { kind: 'quoted', first: at, last }
  }
  return { kind: 'text', first: at, last: at }
}

function introductionAt(
  lines: readonly MailLine[],
  at: number,
  attributions: ReadonlyMap<number, Introduction>,
): Introduction | null {
  const line = lines[at]
  if (line === undefined || line.isBlank)
    return line?.mark === 'cut' ? { first: at, last: at, isSure: true } : null
  if (line.mark === 'cut') return { first: at, last: at, isSure: true }
  const attribution = attributions.get(at)
  if (attribution !== undefined) return attribution
  if (line.isQuoted) return null
  const introduction = originalMessageAt(line, at) ?? headerBlockAt(lines, at)
  if (introduction !== null) {
    const header = headerBlockAt(lines, nextFilled(lines, introduction.last + 1))
    return header === null ? introduction : { ...header, first: at }
  }
  // A rule or a title belongs to the block of headers that it stands above.
  const below = isRule(line) || isDashedTitle(line) ? nextFilled(lines, at + 1) : lines.length
  const header = below - at <= 3 ? headerBlockAt(lines, below) : null
  return header === null ? null : { ...header, first: at }
}

/** The writer's name over the rule and the headers of the copy; alone it may be the whole answer. */
function isLabel(lines: readonly MailLine[], at: number): boolean {
  return lines[at]?.mark === 'label' && headerBlockAt(lines, nextFilled(lines, at + 2)) !== null
}

/** Some webmails put their quote sign before the headers only; what they copy follows without one. */
function isQuotedHeader(lines: readonly MailLine[], first: number, last: number): boolean {
  if (last - first > maxQuotedHeader || last === lines.length - 1) return false
  const bare = lines
    .slice(first, last + 1)
    .map(({ text, start, end }) => mailLine(text.replace(/^\s*(?:>|&gt;)/, ''), start, end))
    .filter(({ isBlank }) => !isBlank)
  return [0, 1].some((at) => headerBlockAt(bare, at)?.last === bare.length - 1)
}

/** Blank lines between quoted ones belong to them. */
function endOfQuoted(lines: readonly MailLine[], first: number): number {
  let last = first
  for (let at = first + 1; at < lines.length; at += 1) {
    const line = lines[at]
    if (line === undefined) break
    if (!line.isBlank && !line.isQuoted && !isBrokenLink(lines, at)) break
    if (line.isQuoted) last = at
  }
  return last
}

/** A long address in a quote that was wrapped without a quote sign. */
function isBrokenLink(lines: readonly MailLine[], at: number): boolean {
  const isBetween = isMarkedQuote(lines[at - 1]) && isMarkedQuote(lines[at + 1])
  return isBetween && /^[(<]?https?:|^[^ ]*[=/&?_%][^ ]*$/.test(lines[at]?.folded ?? '')
}

function nextFilled(lines: readonly MailLine[], from: number): number {
  let at = from
  while (at < lines.length && lines[at]?.isBlank === true && lines[at]?.mark === null) at += 1
  return at
}

function isWritten(line: MailLine | undefined): boolean {
  return line !== undefined && !line.isBlank && !isRule(line) && line.mark !== 'signature'
}
