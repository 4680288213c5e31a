/**
 * Makes any text fit for storage: Postgres refuses NUL and lone surrogates, and one such character would
 * otherwise block a mailbox. The raw message keeps the original.
 */
export function cleanText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  return cut.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** The form under which texts are compared by people: no case, no accents, single blanks. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** The first characters of a text on one line, for lists. */
export function snippetOf(text: string, maxLength = 160): string {
  // Ten times the wanted length is enough to find it and keeps a 5 MB body cheap.
  const line = text
    .slice(0, maxLength * 10)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line
}
