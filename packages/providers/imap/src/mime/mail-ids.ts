import { cleanText } from '@guichet/core'

const maxReferences = 100
/** RFC 5322 §2.1.1: no line is longer. */
const maxIdLength = 998
const bracketed = /<([^<>]+)>/g

/**
 * The ids of a Message-ID, In-Reply-To or References value, without brackets, oldest first, each once, at most
 * the newest hundred. Blanks inside brackets come from folding. Without brackets, words with an `@` count.
 */
export function readMailIds(value: string): readonly string[] {
  const inBrackets = [...value.matchAll(bracketed)].map((match) => match[1] ?? '')
  const found =
    inBrackets.length > 0 ? inBrackets : value.split(/[\s,;<>"]+/).filter((word) => word.includes('@'))
  const ids = found.map(cleanId).filter((id) => id !== '')
  // Of an id that is repeated the last place counts: it is nearest to the answered message.
  return [...new Set(ids.reverse())].slice(0, maxReferences).reverse()
}

function cleanId(id: string): string {
  const compact = id.replaceAll(/\s+/g, '')
  return compact.length > maxIdLength ? '' : cleanText(compact, maxIdLength)
}
