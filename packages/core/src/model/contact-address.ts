import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { addressKey } from './address.ts'

/**
 * An address of a person as we keep it: a mail address, a phone number in E.164, a WhatsApp user's id, a short code.
 * Null for anything else, and for a number without its country code, which could be anybody's.
 */
export function contactAddress(typed: string): string | null {
  const text = typed.trim()
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return addressKey(text)
  if (/^[a-z]{2}\.[a-z0-9]+$/i.test(text)) return addressKey(text)
  if (/^[1-9]\d{2,5}$/.test(text)) return text
  const number = parsePhoneNumberFromString(text.replace(/^00/, '+'))
  return number?.isValid() ? number.number : null
}
