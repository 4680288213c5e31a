import type { Language } from '../state/preferences.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { english } from './english.ts'
import { type Dictionary, french } from './french.ts'

const dictionaries: Readonly<Record<Language, Dictionary>> = { fr: french, en: english }

/** The words of the chosen language. */
export function useWords(): Dictionary {
  return dictionaries[useStore(preferences).language]
}

/** The chosen language for `Intl`, as the browser's owner speaks it: `en-GB` writes dates unlike `en-US`. */
export function useLocale(): string {
  const { language } = useStore(preferences)
  return navigator.languages.find((locale) => locale.toLowerCase().startsWith(language)) ?? language
}
