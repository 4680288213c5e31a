import { Tokenizer } from 'htmlparser2'

/** Characters of HTML that are read; what a person wrote stands at the beginning. */
const maxHtmlLength = 1_000_000
const maxLinkLength = 2_000

const unseen = new Set([
  'script',
  'style',
  'head',
  'title',
  'noscript',
  'template',
  'svg',
  'object',
  'iframe',
])
/** They have no content, so that nothing would ever close them. */
const paragraphs = new Set([
  'p',
  'blockquote',
  'table',
  'ul',
  'ol',
  'dl',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'hr',
])
const lines = new Set([
  'address',
  'article',
  'aside',
  'body',
  'center',
  'dd',
  'div',
  'dt',
  'fieldset',
  'footer',
  'form',
  'header',
  'li',
  'main',
  'nav',
  'section',
  'tr',
])

export interface HtmlTextOptions {
  /** Whether links are followed by where they lead: `pay (https://…)`. */
  readonly links?: boolean
}

/**
 * The text of an HTML body, for mail that has no text part. Works on the tokens alone: without a tree there is
 * no depth that could exhaust the stack and no tag soup that could take quadratic time.
 */
export function htmlToText(html: string, { links = false }: HtmlTextOptions = {}): string {
  const input = html.slice(0, maxHtmlLength)
  const output = createTextOutput()
  const unseenDepth = new Map<string, number>()
  const link = links ? followLinks(output) : null
  let openTag = ''
  const nothing = (): void => undefined
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => unseenDepth.size === 0 && output.text(input.slice(start, end)),
      ontextentity: (codePoint) => unseenDepth.size === 0 && output.text(fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        openTag = input.slice(start, end).toLowerCase()
        // A body starts here even if nobody closed the head.
        if (openTag === 'body') unseenDepth.clear()
        else if (unseen.has(openTag)) unseenDepth.set(openTag, 1)
        if (unseenDepth.size === 0) output.tag(openTag)
        link?.open(openTag)
      },
      onclosetag: (start, end) => {
        const name = input.slice(start, end).toLowerCase()
        unseenDepth.delete(name)
        link?.close(name)
        if (unseenDepth.size === 0) output.endTag(name)
      },
      onselfclosingtag: () => unseenDepth.delete(openTag),
      onopentagend: nothing,
      onattribname: (start, end) => link?.attribute(input.slice(start, end).toLowerCase()),
      onattribdata: (start, end) => link?.value(input.slice(start, end)),
      onattribentity: (codePoint) => link?.value(fromCodePoint(codePoint)),
      onattribend: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  )
  tokenizer.write(input)
  tokenizer.end()
  return output.finish()
}

interface LinkFollower {
  open(tag: string): void
  attribute(name: string): void
  value(text: string): void
  close(tag: string): void
}

/** Writes behind a link where it leads, unless its words say so already. */
function followLinks(output: TextOutput): LinkFollower {
  let href = ''
  let isInLink = false
  let isHref = false
  let from = 0
  return {
    open(tag) {
      isHref = false
      if (tag !== 'a') return
      isInLink = true
      href = ''
      from = output.length()
    },
    attribute: (name) => {
      isHref = isInLink && name === 'href' && href === ''
    },
    value: (text) => {
      if (isHref && href.length < maxLinkLength) href += text
    },
    close(tag) {
      if (tag !== 'a' || !isInLink) return
      isInLink = false
      const target = href.trim().replace(/^mailto:/i, '')
      const words = output.since(from)
      const isTold = words.some((word) => word === target || `${word}/` === target)
      if (isTold || !/^(https?:\/\/|[^\s:@]+@)\S+$/i.test(target)) return
      output.text(words.length === 0 ? target : ` (${target})`)
    },
  }
}

interface TextOutput {
  /** How much was written so far, and what was since then. */
  length(): number
  since(length: number): readonly string[]
  text(text: string): void
  tag(name: string): void
  endTag(name: string): void
  finish(): string
}

/** Collects text; breaks are counted and written only when text follows, so that none pile up. */
function createTextOutput(): TextOutput {
  const parts: string[] = []
  let breaks = 0
  let isSpaced = false
  const breakLines = (count: number): void => {
    breaks = Math.max(breaks, count)
    isSpaced = false
  }
  const breakFor = (name: string): void => {
    if (paragraphs.has(name)) breakLines(2)
    else if (lines.has(name)) breakLines(1)
  }
  const write = (text: string): void => {
    if (breaks > 0 && parts.length > 0) parts.push('\n'.repeat(breaks))
    else if (isSpaced && parts.length > 0) parts.push(' ')
    parts.push(text)
    breaks = 0
    isSpaced = false
  }
  return {
    length: () => parts.length,
    since: (length) => parts.slice(length).filter((part) => part.trim() !== ''),
    text: (text) => {
      const words = text.replaceAll(/[\s\u00a0\u200b\u200c\u00ad\ufeff]+/g, ' ')
      if (words.startsWith(' ')) isSpaced = true
      const trimmed = words.trim()
      if (trimmed === '') return
      write(trimmed)
      isSpaced = words.endsWith(' ')
    },
    tag: (name) => {
      if (name === 'br') {
        breaks = Math.min(breaks + 1, 2)
        isSpaced = false
      } else if (name === 'td' || name === 'th') isSpaced = true
      else breakFor(name)
      if (name === 'li') write('- ')
    },
    endTag: breakFor,
    finish: () => parts.join(''),
  }
}

function fromCodePoint(codePoint: number): string {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd'
}
