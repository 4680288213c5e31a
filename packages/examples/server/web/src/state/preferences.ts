import { recall, remember } from './storage.ts'
import { createStore, type Store } from './store.ts'

export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]
export const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

export interface Preferences {
  readonly language: Language
  readonly theme: Theme
  /** Off for people whose speech or screen-reader software types single letters (WCAG 2.1.4). */
  readonly singleLetters: boolean
}

/** What this person chose in this browser; what was never chosen follows the browser. */
export const preferences: Store<Preferences> = createStore<Preferences>({
  language: languages.find((language) => language === recall('language')) ?? browserLanguage(),
  theme: themes.find((theme) => theme === recall('theme')) ?? 'system',
  singleLetters: recall('single-letters') !== 'off',
})

export function setPreferences(changes: Partial<Preferences>): void {
  preferences.set({ ...preferences.get(), ...changes })
  if (changes.language !== undefined) remember('language', changes.language)
  if (changes.theme !== undefined) remember('theme', changes.theme)
  if (changes.singleLetters !== undefined) remember('single-letters', changes.singleLetters ? 'on' : 'off')
  showPreferences()
}

/** Tells the document which language and colours it has; the style sheet and screen readers follow. */
export function showPreferences(): void {
  const { language, theme } = preferences.get()
  document.documentElement.lang = language
  document.documentElement.dataset.theme = theme
}

function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}
