import { isClosing, isDashedName } from './closings.ts'
import { isDeviceLine } from './device-lines.ts'
import type { MailLine } from './mail-line.ts'
import { isName, isProse } from './prose.ts'
import type { ReplyPartKind } from './reply-parts.ts'
import { isRule } from './rules.ts'

/** Longer ones are not looked for: what looks like the delimiter of a signature is a rule in a text. */
const maxSignature = 20
const maxRuledSignature = 12
const maxAfterClosing = 15

/** Says of each line of a stretch of text whether it is reply, closing or signature. */
export function signOff(lines: readonly MailLine[], hasTextBefore: boolean): readonly ReplyPartKind[] {
  const signature = signatureStart(lines, hasTextBefore)
  const kinds = lines.map<ReplyPartKind>((line, index) =>
    index >= signature || line.mark === 'signature' ? 'signature' : 'reply',
  )
  const closing = closingStart(lines.slice(0, signature), hasTextBefore)
  return closing === null ? kinds : withClosing(kinds, lines, closing)
}

function signatureStart(lines: readonly MailLine[], hasTextBefore: boolean): number {
  let hasText = hasTextBefore
  // How many filled lines, and how many sentences, follow each line: counted once, from the end.
  const after = countAfter(lines)
  for (const [index, line] of lines.entries()) {
    const { filled, sentences } = after[index] ?? { filled: 0, sentences: 0 }
    if (hasText && /^[-–—]{2}$/.test(line.folded) && filled <= maxSignature) return index
    if (hasText && isRule(line) && filled <= maxRuledSignature && sentences === 0) return index
    if (hasText && isDeviceLine(line) && filled <= maxRuledSignature) return index
    if (!line.isBlank && !isRule(line)) hasText = true
  }
  return lines.length
}

interface After {
  readonly filled: number
  readonly sentences: number
}

function countAfter(lines: readonly MailLine[]): readonly After[] {
  const counts: After[] = []
  let filled = 0
  let sentences = 0
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    counts.push({ filled, sentences })
    const line = lines[index]
    if (line === undefined || line.isBlank || isRule(line)) continue
    filled += 1
    if (isSentence(line)) sentences += 1
  }
  return counts.reverse()
}

function isSentence(line: MailLine): boolean {
  return (
    line.folded.startsWith('```') ||
    isProse(line.folded) ||
    (/[.?!:]$/.test(line.folded) && line.folded.split(' ').length > 6)
  )
}

/** The last good-bye after which only names, a signature block or a legal footer come. */
function closingStart(lines: readonly MailLine[], hasTextBefore: boolean): number | null {
  const filled = lines.flatMap((line, index) => (line.isBlank || isRule(line) ? [] : [index]))
  const tail = filled.slice(-maxAfterClosing - 1)
  const isFirst = (index: number) => !hasTextBefore && index === filled[0]
  const found = tail.find((index, place) => {
    const line = lines[index]
    const next = lines[tail[place + 1] ?? -1]
    if (line === undefined || isFirst(index) || !isClosing(line)) return false
    return next === undefined || isName(next.folded) || isClosing(next) || !isSentence(next)
  })
  if (found !== undefined) return found
  const last = filled.at(-1)
  const previous = lines[filled.at(-2) ?? -1]
  if (last === undefined || previous === undefined || isDashedName(previous)) return null
  const line = lines[last]
  return line !== undefined && isDashedName(line) ? last : null
}

/** The good-bye and the name below it are closing; what follows is the block, unless it is a text again. */
function withClosing(
  kinds: readonly ReplyPartKind[],
  lines: readonly MailLine[],
  start: number,
): readonly ReplyPartKind[] {
  const result = [...kinds]
  let state: State = { kind: 'closing', namesLeft: 1 }
  for (let index = start; index < lines.length && kinds[index] === 'reply'; index += 1) {
    const line = lines[index]
    if (line !== undefined && !line.isBlank && index > start) state = afterClosing(state, line)
    result[index] = state.kind
  }
  return result
}

interface State {
  readonly kind: ReplyPartKind
  readonly namesLeft: number
}

function afterClosing(state: State, line: MailLine): State {
  if (state.kind === 'reply' || isAfterthought(line)) return { ...state, kind: 'reply' }
  const namesLeft = isClosing(line) ? state.namesLeft : state.namesLeft - (isName(line.folded) ? 1 : 2)
  const kind = state.kind === 'closing' && namesLeft >= 0 ? 'closing' : 'signature'
  const isTextAgain = kind === 'signature' && isSentence(line) && !isFooter(line)
  return { kind: isTextAgain ? 'reply' : kind, namesLeft }
}

/** "PS: …" below the name is for the reader. */
function isAfterthought(line: MailLine): boolean {
  return /^(?:p\.? ?s\.?|n\.? ?b\.?|п\.? ?с\.?|з\. ?ы\.?|追伸)[ :.,-]/.test(line.folded)
}

/** Lawyers' and printers' sentences. */
function isFooter(line: MailLine): boolean {
  return footer.test(line.folded)
}

const footer =
  /confiden|vertraulich|disclaimer|intended|recipient|destinat|empfänger|imprim|before printing|environment|environnement|umwelt|virus|www\.|https?:|registered|siège|geschäftsführer|handelsregister|luottamuk|poufn|конфиденц/
