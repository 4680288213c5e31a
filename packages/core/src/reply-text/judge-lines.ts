import { type Block, findBlocks } from './blocks.ts'
import type { MailLine } from './mail-line.ts'
import type { ReplyPartKind } from './reply-parts.ts'
import { signOff } from './sign-off.ts'

interface JudgedBlock extends Block {
  readonly kinds: readonly ReplyPartKind[]
  readonly hasReply: boolean
}

/**
 * Says of every line what it is. Quoted lines that the customer answers one by one stay in the reply, because
 * an answer without its question says nothing; so do those above which something is written and below which it
 * goes on. A quote at the top or at the bottom is history.
 */
export function judgeLines(lines: readonly MailLine[]): readonly ReplyPartKind[] {
  const blocks = judgeText(lines, findBlocks(lines))
  const replies = blocks.flatMap((block, index) => (block.hasReply ? [index] : []))
  const first = replies[0] ?? Number.POSITIVE_INFINITY
  const last = replies.at(-1) ?? -1
  const answered = blocks.filter(
    ({ kind }, index) => kind === 'quoted' && index < last && (index > first || replies.length > 1),
  )
  // In HTML a single quote with text below it is one above a footer: answers there cut it in pieces.
  const isKept = (block: JudgedBlock) =>
    answered.includes(block) && (answered.length > 1 || lines[block.first]?.mark !== 'quote')
  return blocks.flatMap((block) => (isKept(block) ? block.kinds.map(() => 'reply' as const) : block.kinds))
}

function judgeText(lines: readonly MailLine[], blocks: readonly Block[]): readonly JudgedBlock[] {
  let hasTextBefore = false
  return blocks.map((block) => {
    const own = lines.slice(block.first, block.last + 1)
    const kinds = block.kind === 'text' ? signOff(own, hasTextBefore) : own.map(() => 'quote' as const)
    const hasReply = kinds.some((kind, index) => kind === 'reply' && own[index]?.isBlank === false)
    hasTextBefore ||= block.kind === 'quoted' || hasReply
    return { ...block, kinds, hasReply }
  })
}
