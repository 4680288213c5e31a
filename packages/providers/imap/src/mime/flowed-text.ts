const quoteMarks = /^>*/
/** RFC 3676 §4.3: the signature separator is never flowed, though it ends in a blank. */
const signature = '-- '

interface Paragraph {
  readonly depth: number
  readonly text: string
  readonly isOpen: boolean
}

/** Joins the soft line breaks of `format=flowed` text (RFC 3676), within one quote depth. */
export function unfoldFlowed(text: string, deleteSpace: boolean): string {
  const lines: string[] = []
  let pending: string[] = []
  let open: Paragraph | null = null
  for (const line of text.split('\n')) {
    const next = readLine(line, deleteSpace)
    const isJoined: boolean = open?.isOpen === true && open.depth === next.depth && next.text !== signature
    if (!isJoined && open !== null) {
      lines.push(quoted(open.depth, pending.join('')))
      pending = []
    }
    pending.push(next.text)
    open = next
  }
  if (open !== null) lines.push(quoted(open.depth, pending.join('')))
  return lines.join('\n')
}

function readLine(line: string, deleteSpace: boolean): Paragraph {
  const depth = quoteMarks.exec(line)?.[0].length ?? 0
  const unquoted = line.slice(depth)
  const text = unquoted.startsWith(' ') ? unquoted.slice(1) : unquoted
  const isOpen = text.endsWith(' ') && text !== signature
  return { depth, text: isOpen && deleteSpace ? text.slice(0, -1) : text, isOpen }
}

function quoted(depth: number, text: string): string {
  if (depth === 0) return text
  return text === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${text}`
}
