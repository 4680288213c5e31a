import type { ReplyPartKind } from '../model/reply-part.ts'
import { type Block, findBlocks } from './blocks.ts'
import type { MailLine } from './mail-line.ts'
import { signOff } from './sign-off.ts'
import { answerWords, colouredWords } from './words/coloured-words.ts'

const maxSaying = 12

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
  const isAnswered = ({ kind }: JudgedBlock, index: number) =>
    kind === 'quoted' && index < last && (index > first || replies.length > 1)
  const answered = blocks.filter(isAnswered).length
  const lastCopy = blocks.findLastIndex(({ kind }) => kind === 'introduction' || kind === 'history')
  const isColoured = saysColoured(lines, blocks)
  const isKept = (block: JudgedBlock, index: number) => {
    if (isColoured && block.kind !== 'introduction' && block.kind !== 'text') return true
    // An indented stretch below text and above the copied mail is something that the customer cites.
    if (index < lastCopy && lines[block.first]?.mark === 'indent' && blocks[index - 1]?.hasReply === true)
      return true
    // In HTML a single quote with text below it is one above a footer: answers there cut it in pieces.
    return isAnswered(block, index) && (answered > 1 || !isMarkedUp(lines[block.first]))
  }
  return blocks.flatMap((block, index) =>
    isKept(block, index) ? block.kinds.map(() => 'reply' as const) : block.kinds,
  )
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

/** "My answers are in red below": they cannot be told from the quote, so it is shown with them. */
function saysColoured(lines: readonly MailLine[], blocks: readonly JudgedBlock[]): boolean {
  const first = blocks.find(({ hasReply }) => hasReply)
  if (first === undefined) return false
  return lines
    .slice(first.first, Math.min(first.last + 1, first.first + maxSaying))
    .some(
      ({ folded }) =>
        colouredWords.some((words) => folded.includes(words)) &&
        answerWords.some((words) => folded.includes(words)),
    )
}

function isMarkedUp(line: MailLine | undefined): boolean {
  return line?.mark === 'quote' || line?.mark === 'indent'
}
