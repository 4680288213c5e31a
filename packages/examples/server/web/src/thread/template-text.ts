/** The numbers of the places to fill in, without gaps: 1 and 2 for `Bonjour {{1}}, à {{2}}`. */
export function placesOf(text: string): readonly number[] {
  const highest = Math.max(0, ...[...text.matchAll(place)].map(([, number]) => Number(number)))
  return Array.from({ length: highest }, (_, index) => index + 1)
}

/** The text with its places filled in; one that is still empty is shown as it is. */
export function fillTemplate(text: string, parameters: readonly string[]): string {
  return text.replace(place, (whole, number) => parameters[Number(number) - 1]?.trim() || whole)
}

const place = /\{\{\s*(\d{1,2})\s*\}\}/g
