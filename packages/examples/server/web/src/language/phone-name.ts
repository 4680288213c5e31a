import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A phone number as people read it: `+33 6 12 34 56 78`. Anything else is left as it is. */
export function phoneName(text: string): string {
  if (!/^\+\d{6,15}$/.test(text)) return text
  return parsePhoneNumberFromString(text)?.formatInternational() ?? text
}
