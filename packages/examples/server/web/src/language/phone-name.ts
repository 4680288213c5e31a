import { createStore, type Store, useStore } from '../state/store.ts'

type Format = (number: string) => string | undefined

/** Null until the rules of all countries are here: they are fetched when there is a number to show. */
const format: Store<Format | null> = createStore<Format | null>(null)
let isAsked = false

/** A phone number as people read it: `+33 6 12 34 56 78`. Anything else is left as it is. */
export function phoneName(text: string): string {
  if (!/^\+\d{6,15}$/.test(text)) return text
  if (!isAsked) void fetchPhoneRules()
  return format.get()?.(text) ?? text
}

/** Fetches what `phoneName` needs; without it numbers stay as they are. */
export async function fetchPhoneRules(): Promise<void> {
  isAsked = true
  try {
    const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
    format.set((number) => parsePhoneNumberFromString(number)?.formatInternational())
  } catch (cause) {
    console.warn('guichet: phone numbers are shown as they are', cause)
  }
}

/** Renders again once numbers can be shown as people read them. */
export function usePhoneNames(): void {
  useStore(format)
}
