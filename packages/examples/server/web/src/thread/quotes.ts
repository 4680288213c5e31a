export interface TextPart {
  readonly kind: 'text' | 'quote'
  readonly text: string
}

/** Shorter quotes are context that the writer chose; longer ones are history that mail programs attach. */
const longQuote = 4

/** Splits a message, in order, into what was written and the long quotes in it. */
export function splitQuotes(text: string): readonly TextPart[] {
  const lines = text.split('\n')
  const history = lines.findIndex((line) => separators.some((separator) => separator.test(line)))
  const written = history === -1 ? lines : lines.slice(0, history)
  const copied = history === -1 ? [] : [part('quote', lines.slice(history))]
  return [...splitMarked(written), ...copied].filter((candidate) => candidate.text.trim() !== '')
}

/** Lines with which mail programs begin a copy of the whole exchange. */
const separators: readonly RegExp[] = [
  /^-{3,}\s*(Original Message|Message d['’]origine|Message original|Forwarded message|Message transféré)\s*-{3,}\s*$/i,
  /^_{10,}\s*$/,
]

/** The line (some programs wrap it in two) that introduces a quote. */
const attribution = /^(Le|On|Am|El)\b[^\n]{5,200}(\n[^\n]{0,200})?(a\s+écrit|wrote|schrieb|escribió)\s*:$/i

function splitMarked(lines: readonly string[]): readonly TextPart[] {
  const parts: TextPart[] = []
  let text: string[] = []
  let quoted: string[] = []
  const closeQuote = () => {
    if (quoted.length >= longQuote) {
      const introduction = attributionLines(text)
      const kept = text.slice(0, text.length - introduction)
      parts.push(part('text', kept), part('quote', [...text.slice(kept.length), ...quoted]))
      text = []
    } else {
      text.push(...quoted)
    }
    quoted = []
  }
  for (const line of lines) {
    if (line.startsWith('>')) {
      quoted.push(line)
    } else {
      if (quoted.length > 0) closeQuote()
      text.push(line)
    }
  }
  closeQuote()
  return [...parts, part('text', text)]
}

/** How many of the last lines introduce the quote that follows them. */
function attributionLines(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => line.trim() !== '')
  if (last === -1) return 0
  const found = [1, 2].find((count) =>
    attribution.test(
      lines
        .slice(Math.max(0, last - count + 1), last + 1)
        .join('\n')
        .trim(),
    ),
  )
  return found === undefined ? 0 : lines.length - Math.max(0, last - found + 1)
}

function part(kind: TextPart['kind'], lines: readonly string[]): TextPart {
  return { kind, text: lines.join('\n') }
}
