import { Parser } from 'htmlparser2'
import { htmlMark } from './html-marks.ts'
import { type LineMark, type MailLine, mailLine } from './mail-line.ts'

/** The visible text of an HTML mail, and its lines with what the markup says about them. */
export interface HtmlText {
  readonly text: string
  readonly lines: readonly MailLine[]
}

/** Deeper or longer mails are not written by people: their rest is shown without its tags, as one text. */
const maxLines = 10_000
const maxDepth = 500
const maxLength = 600_000
const chunkLength = 16_384

/** Renders HTML to lines of text as a browser would break them. */
export function htmlLines(html: string): HtmlText {
  const writer = lineWriter()
  const elements = openElements(writer)
  let depth = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      elements.open(name, attributes)
    },
    ontext(text) {
      elements.write(text)
    },
    onclosetag(name) {
      depth -= 1
      elements.close(name)
    },
  })
  let at = 0
  // In chunks, because the parser's time grows with the square of the depth.
  while (at < html.length && at < maxLength && depth < maxDepth && !writer.isFull()) {
    parser.write(html.slice(at, at + chunkLength))
    at += chunkLength
  }
  parser.end()
  return writer.finish(at < html.length ? withoutTags(html.slice(at)) : '')
}

/** Text of HTML that may begin inside a tag. */
function withoutTags(html: string): string {
  const next = html.search(/[<>]/)
  const text = html.charAt(next) === '>' ? html.slice(next + 1) : html
  return text.replace(/<[^<>]*>/g, ' ')
}

interface OpenElements {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  write(text: string): void
  close(name: string): void
}

/** Follows which marked elements are open, and tells the writer. */
function openElements(writer: LineWriter): OpenElements {
  const marks: OpenElement[] = []
  const hidden: string[] = []
  const openMarked = (name: string, mark: LineMark) => {
    if (mark === 'cut' || mark === 'rule') writer.standAlone(mark)
    if (mark === 'quote' || mark === 'indent' || mark === 'signature') {
      writer.endLine()
      marks.push({ name, mark })
      writer.mark(markOf(marks))
    } else if (marks.length > 0 && !voidElements.has(name)) {
      marks.push({ name, mark: null })
    }
  }
  const closeShown = (name: string) => {
    if (blockElements.has(name)) writer.endLine()
    if (marks.at(-1)?.name !== name) return
    if (marks.pop()?.mark !== null) writer.endLine()
    if (name === 'blockquote') endContainers(marks)
    writer.mark(markOf(marks))
  }
  return {
    open(name, attributes) {
      if (hidden.length > 0 || isHidden(name, attributes)) {
        if (!voidElements.has(name)) hidden.push(name)
        return
      }
      if (name === 'br') writer.breakLine()
      // A rule ends the line itself: it looks at what stands in its element.
      else if (blockElements.has(name) && name !== 'hr') writer.endLine()
      openMarked(name, htmlMark(name, attributes))
    },
    write(text) {
      if (hidden.length === 0) writer.write(text)
    },
    close(name) {
      if (hidden.length === 0) closeShown(name)
      else if (hidden.at(-1) === name) hidden.pop()
    },
  }
}

/** What a browser would not show: styles, and the texts that newsletters hide for lists of mail. */
function isHidden(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (hiddenElements.has(name)) return true
  const style = attributes.style?.slice(0, 1000) ?? ''
  return /display\s*:\s*none|mso-hide\s*:\s*all/i.test(style)
}

const hiddenElements = new Set(['head', 'style', 'script', 'title', 'template', 'noscript', 'xml'])
const voidElements = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'wbr',
  'area',
  'base',
  'col',
  'embed',
  'source',
  'track',
  'param',
])
const blockElements = new Set([
  ...[
    'address',
    'article',
    'aside',
    'blockquote',
    'body',
    'center',
    'dd',
    'div',
    'dl',
    'dt',
    'fieldset',
    'figure',
  ],
  ...[
    'footer',
    'form',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'html',
    'li',
    'main',
    'nav',
    'ol',
    'p',
  ],
  ...['pre', 'section', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul'],
])

interface OpenElement {
  readonly name: string
  readonly mark: LineMark
}

/**
 * Mail programs put the introduction and the quote into one container; who answers point by point writes into
 * that container, between the quotes. So what follows a quote in a container is text again.
 */
function endContainers(marks: OpenElement[]): void {
  if (marks.some(({ name }) => name === 'blockquote')) return
  marks.splice(
    0,
    marks.length,
    ...marks.map(({ name, mark }) => ({ name, mark: mark === 'quote' || mark === 'indent' ? null : mark })),
  )
}

/** A quote inside anything, and anything inside a quote, is a quote. */
function markOf(marks: readonly OpenElement[]): LineMark {
  return marks.find(({ mark }) => mark !== null)?.mark ?? null
}

interface LineWriter {
  write(text: string): void
  /** `<br>`: a line ends even when it is empty. */
  breakLine(): void
  /** The edge of a block: a line ends if there is one. */
  endLine(): void
  /** A line of its own without text. */
  standAlone(mark: LineMark): void
  /** How the lines from here on are marked. */
  mark(mark: LineMark): void
  /** The whole text; what was not read for lines follows them as it is. */
  finish(rest: string): HtmlText
  /** Are there as many lines as anyone looks at? */
  isFull(): boolean
}

/** One to three words that begin like a name. */
const nameShape = /^\p{Lu}[\p{L}.'’-]{1,20}(?: \p{Lu}[\p{L}.'’-]{0,20}){0,2}$/u

function lineWriter(): LineWriter {
  const texts: string[] = []
  const lines: MailLine[] = []
  let line = ''
  let length = 0
  let current: LineMark = null
  const push = (text: string, mark: LineMark) => {
    texts.push(text)
    if (lines.length < maxLines) lines.push(mailLine(text, length, length + text.length, mark))
    length += text.length
  }
  const flush = () => {
    push(`${line.trimEnd()}\n`, current)
    line = ''
  }
  const endLine = () => {
    if (line.trim() !== '') flush()
    line = ''
  }
  return {
    write(text) {
      const words = text.replace(/[ \t\r\n\f]+/g, ' ')
      line += line === '' ? words.trimStart() : words
    },
    breakLine: flush,
    endLine,
    standAlone(mark) {
      // Written into the very element of the rule, so by the program that drew it.
      if (mark === 'rule' && current === null && nameShape.test(line.trim()))
        push(`${line.trim()}\n`, 'label')
      else endLine()
      line = ''
      push('\n', mark)
    },
    mark(mark) {
      current = mark
    },
    isFull: () => lines.length >= maxLines,
    finish(rest) {
      endLine()
      return { text: texts.join('') + rest, lines }
    },
  }
}
