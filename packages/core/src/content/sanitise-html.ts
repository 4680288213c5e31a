import sanitize from 'sanitize-html'
import { safeStyle } from './safe-style.ts'
import { isRemote, remotePicture, safeLink } from './safe-url.ts'

export interface SanitiseOptions {
  /** `blocked` unless told: pictures from other servers tell the sender when and where they are looked at. */
  readonly remoteImages?: 'blocked' | 'allowed'
  /** The picture of the same mail that `cid:` or a file name means, as a `data:` address; null for none. */
  readonly picture?: (reference: string) => string | null
}

export interface SafeHtml {
  /** Without a script, a form, a frame, a style sheet, or anything that is fetched without consent. */
  readonly html: string
  /** Pictures from other servers that were left out. */
  readonly blockedImages: number
  /** Pictures of one pixel and the like, which are left out always. */
  readonly trackers: number
}

/** A longer body is cut: what a person wrote stands at the beginning, and the original is one click away. */
const maxHtmlLength = 1_500_000
/** Browsers lay out what is nested deeper in quadratic time, and no mail program writes it. */
const maxNesting = 200

const textTags =
  'p br hr h1 h2 h3 h4 h5 h6 blockquote pre code div span a b strong i em u s strike del ins small big sub sup'
const blockTags =
  'ul ol li dl dt dd table thead tbody tfoot tr td th caption colgroup col center font tt kbd samp q cite'
const otherTags =
  'abbr acronym address article aside footer header main nav section figure figcaption img bdi bdo mark time wbr'
const allowedTags = [textTags, blockTags, otherTags].flatMap((tags) => tags.split(' '))

const everywhere = ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'width', 'height']
const allowedAttributes = {
  '*': everywhere,
  a: ['href', 'name', 'rel', 'target'],
  img: ['src', 'alt', 'border', 'hspace', 'vspace'],
  table: ['border', 'cellpadding', 'cellspacing'],
  td: ['colspan', 'rowspan', 'nowrap'],
  th: ['colspan', 'rowspan', 'nowrap'],
  col: ['span'],
  font: ['color', 'face', 'size'],
  ol: ['start', 'type'],
}

/** Attributes that older readers fetch from; counted, never kept. */
const fetchingAttributes = [
  'background',
  'srcset',
  'poster',
  'lowsrc',
  'dynsrc',
  'data',
  'xlink:href',
  'longdesc',
]
const pictureData = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z\d+/=\s]*$/i

interface Counts {
  blocked: number
  trackers: number
}

type Attributes = Record<string, string>

/**
 * The HTML of a stranger's mail as it may be shown: by an allow-list, with sanitize-html. It has to be shown in a
 * sandboxed frame all the same, so that a mistake of either is caught by the other. Works on tokens: no depth
 * exhausts the stack, and time is linear.
 */
export function sanitiseHtml(html: string, options: SanitiseOptions = {}): SafeHtml {
  const counts: Counts = { blocked: 0, trackers: 0 }
  const clean = sanitize(html.slice(0, maxHtmlLength), {
    allowedTags,
    allowedAttributes,
    // Our transforms have checked every address and every declaration already.
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'title',
      'svg',
      'math',
      'template',
      'xmp',
    ],
    nestingLimit: maxNesting,
    exclusiveFilter: ({ tag, attribs }) =>
      tag === 'img' && attribs.src === undefined && attribs.alt === undefined,
    transformTags: {
      // One for all: a transform for a single tag would run besides this one.
      '*': (tagName, attribs) => ({ tagName, attribs: attributesOf(tagName, attribs, counts, options) }),
    },
  })
  return { html: clean, blockedImages: counts.blocked, trackers: counts.trackers }
}

function attributesOf(
  tagName: string,
  attribs: Attributes,
  counts: Counts,
  options: SanitiseOptions,
): Attributes {
  if (tagName === 'img') return imageAttributes(attribs, counts, options)
  return tagName === 'a' ? linkAttributes(attribs, counts) : plainAttributes(tagName, attribs, counts)
}

function plainAttributes(tagName: string, attribs: Attributes, counts: Counts): Attributes {
  const { style, ...rest } = attribs
  const fetching = fetchingAttributes.filter((name) => mayFetch(rest[name]))
  // A picture is counted where it is read; everything else with a source is taken out with its source.
  const isForeign = tagName !== 'img' && mayFetch(rest.src)
  counts.blocked += fetching.length + Number(isForeign)
  if (style === undefined) return rest
  const safe = safeStyle(style)
  counts.blocked += safe.remote
  return safe.style === '' ? rest : { ...rest, style: safe.style }
}

function mayFetch(value: string | undefined): boolean {
  return (value ?? '').split(/\s+|,/).some(isRemote)
}

function linkAttributes(attribs: Attributes, counts: Counts): Attributes {
  const { href, ...rest } = plainAttributes('a', attribs, counts)
  const link = href === undefined ? null : safeLink(href)
  if (link === null) return rest
  return { ...rest, href: link, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

function imageAttributes(attribs: Attributes, counts: Counts, options: SanitiseOptions): Attributes {
  const { src = '', srcset, ...rest } = attribs
  const kept = plainAttributes('img', rest, counts)
  const own = ownPicture(src, options)
  if (own !== null) return { ...kept, src: own }
  const remote = remotePicture(src)
  if (remote === null && !mayFetch(srcset)) return kept
  if (isTracker(attribs)) {
    counts.trackers += 1
    return {}
  }
  if (options.remoteImages === 'allowed' && remote !== null) return { ...kept, src: remote }
  counts.blocked += 1
  return kept
}

/** A picture that came with the mail. */
function ownPicture(src: string, { picture }: SanitiseOptions): string | null {
  const source = src.trim()
  if (pictureData.test(source)) return source.replaceAll(/\s+/g, '')
  if (isRemote(source) || picture === undefined || source === '') return null
  return picture(/^cid:/i.test(source) ? source.slice(4) : source)
}

/** Pictures that nobody can see are there to be fetched. */
function isTracker({ width = '', height = '', style = '' }: Attributes): boolean {
  const isTiny = (size: string): boolean => /^\s*[01](?:px)?\s*$/.test(size)
  const hidden =
    /display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[^-])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$|!)/i
  return (isTiny(width) && isTiny(height)) || hidden.test(style)
}
