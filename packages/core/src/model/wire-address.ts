import { domainToASCII } from 'node:url'
import { GuichetError } from '../errors.ts'

/**
 * The address as it travels: a domain in another script in its ASCII form (UTS #46: however its letters are composed,
 * and in lower case). What can be no domain stays as it is.
 */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  // Node reads a URL's host, where a number is an IPv4 address and %2C a comma; neither has letters outside ASCII.
  if (!/[^\p{ASCII}]/u.test(domain) || /[%/?#\\]/.test(domain)) return address
  const wire = domainToASCII(domain)
  return isDomain(wire) ? address.slice(0, at) + wire : address
}

/**
 * Whether mail could be sent there (RFC 1035 §2.3.1): some characters of other scripts become a comma or a bracket on
 * their way, and what ends in a number is an IP address.
 */
export function isDomain(domain: string): boolean {
  return domain.split('.').every(isLabel) && !/(?:^|\.)\d+$/.test(domain)
}

/** Whether this can stand between two dots of a domain. */
export function isLabel(text: string): boolean {
  return /^(?!-)[\w-]{1,63}(?<!-)$/.test(text)
}

/**
 * The wire form for a provider that knows no others (no SMTPUTF8, RFC 6531). Throws `rejected` for letters outside ASCII
 * before the @: they have no other form, and are somebody else's address without their accents.
 */
export function plainAddress(field: string, address: string, provider: string): string {
  const wire = wireAddress(address)
  if (!/[^\p{ASCII}]/u.test(wire)) return wire
  throw new GuichetError(
    'rejected',
    `${field}: ${provider} takes only addresses of plain letters (no SMTPUTF8), and “${address}” has others`,
    { field },
  )
}
