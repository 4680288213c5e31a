import type { Medium } from '../model/address.ts'

/** With its country: `+33612345678`, now and then without the plus. Fewer digits than these are a short code. */
const phoneNumber = /^(?:\+\d{7,15}|\d{8,15})$/

/**
 * Whether an answer can reach who wrote from this address. Companies write SMS under a name or a short code, `Bank` and
 * `36111`, which take none; other media have addresses of their own.
 */
export function canBeTexted(address: string, medium: Medium): boolean {
  const trimmed = address.trim()
  return medium === 'sms' ? phoneNumber.test(trimmed) : trimmed !== ''
}
