import { GuichetError, isGuichetError } from '../errors.ts'
import type { Address } from './address.ts'
import { headerText } from './header-text.ts'
import { isDomain, wireAddress } from './wire-address.ts'

/** RFC 5321 §4.5.3.1: a server need not take more. */
const maxLocalPart = 64
const maxAddress = 254

/**
 * A name with its address, checked: one mailbox, never a list or a group, which could name other recipients. Its domain
 * may be in any script. Throws `invalid-input` with the field.
 */
export function mailbox(field: string, { name, address }: Address): Address {
  const checked = headerText(field, address.trim())
  if (/\p{Cf}/u.test(checked)) {
    throw invalid(field, `${field} has an invisible character in it: type the address instead of pasting it`)
  }
  // No quoted local parts: nobody has one, and quotes, brackets and commas are how lists are smuggled in.
  const wire = wireAddress(checked)
  if (!/^[^\s<>()[\]\\,;:"@]+@/u.test(checked) || !isDomain(wire.slice(wire.indexOf('@') + 1))) {
    throw invalid(field, `${field} must be a mail address like name@example.com`)
  }
  if (Buffer.byteLength(checked.slice(0, checked.lastIndexOf('@'))) > maxLocalPart) {
    throw invalid(
      field,
      `${field}: what stands before the @ is longer than the ${maxLocalPart} bytes that mail allows`,
    )
  }
  if (Buffer.byteLength(wire) > maxAddress) {
    throw invalid(field, `${field} is longer than the ${maxAddress} bytes that mail allows`)
  }
  return { name: headerText(field, name), address: checked }
}

function invalid(field: string, sentence: string): GuichetError {
  return new GuichetError('invalid-input', sentence, { field })
}

/** Whether mail can be written to what stands where an address is expected: a group, say, or nonsense, is none. */
export function isMailbox(address: string): boolean {
  try {
    return mailbox('address', { name: '', address }).address !== ''
  } catch (error) {
    if (isGuichetError(error)) return false
    throw error
  }
}
