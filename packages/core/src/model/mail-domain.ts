import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'
import { addressKey } from './address.ts'

/** Where everybody has an address: nobody belongs to anybody by his domain. */
const publicDomains =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|aol|gmx|web|orange|wanadoo|free|sfr|neuf|laposte|bbox|proton|protonmail|mail|yandex)\.[a-z.]{2,6}$/

export function isPublicDomain(domain: string): boolean {
  return publicDomains.test(domain)
}

/** What stands after the at sign, as it is looked up: lower case, and in ASCII (RFC 5891). */
export function mailDomain(address: string): string {
  const key = addressKey(address)
  const domain = key.slice(key.lastIndexOf('@') + 1)
  return domainToASCII(domain) || domain
}

/** The domain that somebody has registered: `acme.example` of `ann@mail.acme.example`. */
export function registeredDomain(address: string): string {
  const domain = mailDomain(address)
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain
}

/** Whom an address belongs to, as far as it shows: its registered domain, or itself where everybody has one. */
export function partyOf(address: string): string {
  const domain = registeredDomain(address)
  return isPublicDomain(domain) ? mailboxKey(address) : domain
}

/** One for `ann@é.example` and `Ann@xn--9ca.example`. */
export function sameAddressKey(address: string): string {
  const key = addressKey(address)
  return `${key.slice(0, Math.max(key.lastIndexOf('@'), 0))}@${mailDomain(address)}`
}

/** One for all addresses of a mailbox: without its tag (RFC 5233), or with one that our answers carry. */
export function mailboxKey(address: string): string {
  return sameAddressKey(address).replace(/(?!^)(?:\+[^@]*|-c[0-9a-f]{32}\.[0-9a-f]{20})(?=@)/, '')
}
