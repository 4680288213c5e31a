/** The text with every character that makes it dear replaced by one that does not. */
export function replaceCostly(text: string, costly: readonly string[]): string {
  return costly.reduce((rest, character) => rest.replaceAll(character, 'x'), text)
}
