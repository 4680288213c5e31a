/** The one of `languages` that a reader of `asked` (`fr`, `fr-CA`, `fr_CA`) understands; the first one otherwise. */
export function chooseLanguage<Language extends string>(
  asked: string | null,
  languages: readonly [Language, ...Language[]],
): Language {
  const tag = (asked ?? '').toLowerCase().replaceAll('_', '-')
  const [primary] = tag.split('-')
  const named = (wanted: string | undefined) => languages.find((one) => one.toLowerCase() === wanted)
  return named(tag) ?? named(primary) ?? languages[0]
}
