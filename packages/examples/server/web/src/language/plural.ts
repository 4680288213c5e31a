/** Makes a counting phrase of a language from its singular and its plural, `#` standing for the number. */
export function plural(language: string): (one: string, other: string) => (count: number) => string {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (one, other) => (count) =>
    (rules.select(count) === 'one' ? one : other).replaceAll('#', numbers.format(count))
}
