import type { ReplyPartKind } from '../model/reply-part.ts'
import { isClosing, isDashedName, isFormalClosing } from './closings.ts'
import { isDeviceLine } from './device-lines.ts'
import { bannerLength } from './furniture.ts'
import type { MailLine } from './mail-line.ts'
import { textLines } from './paragraphs.ts'
import { isName } from './prose.ts'
import { isRule } from './rules.ts'

/** Longer ones are not looked for: what looks like the delimiter of a signature is a rule in a text. */
const maxSignature = 20
const maxRuledSignature = 12
const maxAfterClosing = 15

/** Says of each line of a stretch of text whether it is reply, closing or signature. */
export function signOff(lines: readonly MailLine[], hasTextBefore: boolean): readonly ReplyPartKind[] {
  const isText = textLines(lines)
  const top = hasTextBefore ? 0 : bannerLength(lines)
  const signature = signatureStart(lines, { isText, hasTextBefore, top })
  const kinds = lines.map<ReplyPartKind>((line, index) =>
    index < top || index >= signature || line.mark === 'signature' || isLoneDeviceLine(lines, index)
      ? 'signature'
      : 'reply',
  )
  const above = { lines: lines.slice(0, signature), isText, kinds }
  const closing = closingStart(above, hasTextBefore)
  return closing === null ? kinds : withClosing(above, closing, lines.length)
}

interface Known {
  readonly isText: readonly boolean[]
  readonly hasTextBefore: boolean
  readonly top: number
}

function signatureStart(lines: readonly MailLine[], { isText, hasTextBefore, top }: Known): number {
  let hasText = hasTextBefore
  // How many filled lines, and how many sentences, follow each line: counted once, from the end.
  const after = countAfter(lines, isText)
  for (const [index, line] of lines.entries()) {
    if (index < top) continue
    if (hasText && startsSignature(line, after[index] ?? none)) return index
    if (!line.isBlank && !isRule(line)) hasText = true
  }
  return lines.length
}

function startsSignature(line: MailLine, { filled, sentences }: After): boolean {
  // `-- ` with its blank is the mark of RFC 3676; without it, it may be a dash.
  if (/^-- [\r\n]*$/.test(line.text)) return filled <= maxSignature
  if (/^[-–—]{2}$/.test(line.folded)) return filled <= maxSignature && sentences === 0
  if (isRule(line)) return filled <= maxRuledSignature && sentences === 0
  return isDeviceLine(line) && sentences === 0
}

/** What a phone adds stands below a text, even where the text goes on after it. */
function isLoneDeviceLine(lines: readonly MailLine[], index: number): boolean {
  const line = lines[index]
  const isApart = lines[index - 1]?.isBlank !== false && lines[index + 1]?.isBlank !== false
  return index > 0 && isApart && line !== undefined && isDeviceLine(line)
}

interface After {
  readonly filled: number
  readonly sentences: number
}

const none: After = { filled: 0, sentences: 0 }

function countAfter(lines: readonly MailLine[], isText: readonly boolean[]): readonly After[] {
  const counts: After[] = []
  let filled = 0
  let sentences = 0
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    counts.push({ filled, sentences })
    const line = lines[index]
    if (line === undefined || line.isBlank || isRule(line)) continue
    filled += 1
    if (isText[index] === true) sentences += 1
  }
  return counts.reverse()
}

interface Stretch {
  readonly lines: readonly MailLine[]
  readonly isText: readonly boolean[]
  readonly kinds: readonly ReplyPartKind[]
}

/** The first good-bye of the last lines after which only names, a signature block or a legal footer come. */
function closingStart({ lines, isText }: Stretch, hasTextBefore: boolean): number | null {
  const filled = lines.flatMap((line, index) => (line.isBlank || isRule(line) ? [] : [index]))
  const lastText = isText.lastIndexOf(true, lines.length - 1)
  const tail = filled.slice(-maxAfterClosing - 1)
  const isFirst = (index: number) => !hasTextBefore && index === filled[0]
  const found = tail.find((index, place) => {
    const line = lines[index]
    if (line === undefined || isFirst(index) || index < lastText) return false
    const next = lines[tail[place + 1] ?? -1]
    return isClosing(line) || (isFormalClosing(line) && (next === undefined || isName(next.folded)))
  })
  if (found !== undefined) return found
  const last = filled.at(-1)
  const previous = lines[filled.at(-2) ?? -1]
  if (last === undefined || previous === undefined || isDashedName(previous)) return null
  const line = lines[last]
  return line !== undefined && isDashedName(line) ? last : null
}

/** The good-bye and the name below it are closing; what follows is the block, unless it is for the reader. */
function withClosing({ lines, kinds }: Stretch, start: number, length: number): readonly ReplyPartKind[] {
  const result = [...kinds]
  let state: State = { kind: 'closing', namesLeft: 1 }
  for (let index = start; index < length && kinds[index] === 'reply'; index += 1) {
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
  return { kind: state.kind === 'closing' && namesLeft >= 0 ? 'closing' : 'signature', namesLeft }
}

/** "PS: …" below the name is for the reader. */
function isAfterthought(line: MailLine): boolean {
  return /^(?:p\.? ?s\.?|n\.? ?b\.?|п\.? ?с\.?|з\. ?ы\.?|追伸)[ :.,-]/.test(line.folded)
}
