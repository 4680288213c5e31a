import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A number as Vonage writes it, as we keep it: `33612345678` becomes `+33612345678`. Its length decides, not the lists
 * of ranges in use: those change, and a person must not become another one when they do. Short codes, names of senders
 * and ids of WhatsApp users stay as they are.
 */
export function addressOf(identifier: string): string {
  const digits = /^\+?(\d{7,15})$/.exec(identifier.replaceAll(/[\s().-]/g, ''))?.[1]
  if (digits === undefined) return identifier.trim()
  const number = parsePhoneNumberFromString(`+${digits}`)
  return number?.isPossible() ? number.number : identifier.trim()
}

/** Whether an address is a whole number, with its country. */
export function isPhoneNumber(address: string): boolean {
  return /^\+\d{7,15}$/.test(address) && parsePhoneNumberFromString(address)?.isPossible() === true
}

/** The same as Vonage wants it: digits only; what is no number stays as it is. */
export function vonageNumber(address: string): string {
  return /^\+\d+$/.test(address) ? address.slice(1) : address
}

/** `US.13491208655302741918`, `US.ENT.1181…`: how WhatsApp names a user to one business, with or without his number. */
export function isUserId(identifier: string): boolean {
  return /^[A-Z]{2}\.(?:[A-Z]+\.)?\w+$/.test(identifier)
}
