/** One thing that was checked: `dkim=pass header.d=acme.fr`. Names and results are lower case. */
export interface AuthenticationResult {
  readonly method: string
  readonly result: string
  /** `header.from`, `smtp.mailfrom`, and what Microsoft writes without a type: `action`, `reason`. */
  readonly properties: ReadonlyMap<string, string>
  /** Comments behind the result: Gmail tells the policy there. */
  readonly comment: string
}

/** An Authentication-Results field, read. */
export interface AuthenticationResults {
  /** Lower case; null where the writer gave none, as Microsoft does. */
  readonly authservId: string | null
  readonly results: readonly AuthenticationResult[]
}

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: ';' | '=' }

const maxLength = 16_384
const maxResults = 100

/**
 * Reads an Authentication-Results field (RFC 8601 §2.2), unfolded: comments and quoted texts wherever they may stand,
 * versions, properties, and the `none` of a server that checked nothing. What is damaged is left out; null for a field
 * of an unknown version or without meaning.
 */
export function readResults(value: string): AuthenticationResults | null {
  const sections = split(tokens(value.slice(0, maxLength)))
  const [first = [], ...others] = sections
  const words = first.filter(({ kind }) => kind !== 'comment')
  const hasId = !words.some(({ text }) => text === '=')
  const [id, version] = hasId ? words : []
  if (hasId && (id === undefined || (version !== undefined && version.text !== '1'))) return null
  const results = (hasId ? others : sections).flatMap((section) => readResult(section) ?? [])
  return { authservId: id?.text.toLowerCase() ?? null, results: results.slice(0, maxResults) }
}

function split(all: readonly Token[]): readonly (readonly Token[])[] {
  const sections: Token[][] = [[]]
  for (const token of all) {
    if (token.kind === 'mark' && token.text === ';') sections.push([])
    else sections.at(-1)?.push(token)
  }
  return sections
}

function readResult(section: readonly Token[]): AuthenticationResult | null {
  const words = section.filter(({ kind }) => kind !== 'comment')
  const equals = words.findIndex(({ kind, text }) => kind === 'mark' && text === '=')
  const [result, ...rest] = words.slice(equals + 1)
  if (equals < 1 || result?.kind !== 'word') return null
  // Blanks and comments may stand around the version.
  const name = words.slice(0, equals).map(({ text }) => text)
  const method = /^([a-z][a-z0-9-]*)(?:\/1)?$/.exec(name.join('').toLowerCase())?.[1]
  if (method === undefined) return null
  const properties = new Map<string, string>()
  rest.forEach((token, index) => {
    const [key, property] = [rest[index - 1], rest[index + 1]]
    if (token.kind !== 'mark' || key?.kind !== 'word' || property?.kind !== 'word') return
    const known = key.text.toLowerCase()
    // The first counts: what a writer copies from the mail stands behind what it says itself.
    if (!properties.has(known)) properties.set(known, property.text)
  })
  const comments = section.flatMap(({ kind, text }) => (kind === 'comment' ? [text] : []))
  return { method, result: result.text.toLowerCase(), properties, comment: comments.join(' ') }
}

const blank = /[\s]/
const wordEnd = /[\s;="()]/

function tokens(value: string): readonly Token[] {
  const found: Token[] = []
  for (let at = 0; at < value.length; ) {
    const character = value.charAt(at)
    if (blank.test(character)) at++
    else if (character === '(') at = readComment(value, at, found)
    else if (character === '"') at = readQuoted(value, at, found)
    else if (character === ';' || character === '=') {
      found.push({ kind: 'mark', text: character })
      at++
    } else at = readWord(value, at, found)
  }
  return found
}

/** Comments nest and escape (RFC 5322 §3.2.2); one that never ends swallows the rest. */
function readComment(value: string, start: number, found: Token[]): number {
  let depth = 0
  for (let at = start; at < value.length; at++) {
    const character = value.charAt(at)
    if (character === '\\') at++
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) {
      found.push({ kind: 'comment', text: value.slice(start + 1, at) })
      return at + 1
    }
  }
  return value.length
}

function readQuoted(value: string, start: number, found: Token[]): number {
  let text = ''
  for (let at = start + 1; at < value.length; at++) {
    const character = value.charAt(at)
    if (character === '"') {
      found.push({ kind: 'word', text })
      return at + 1
    }
    if (character === '\\') at++
    text += value.charAt(at)
  }
  return value.length
}

function readWord(value: string, start: number, found: Token[]): number {
  let end = start
  while (end < value.length && !wordEnd.test(value.charAt(end))) end++
  // A closing bracket that nothing opened is no word and no mark: it is passed over.
  if (end > start) found.push({ kind: 'word', text: value.slice(start, end) })
  return Math.max(end, start + 1)
}
