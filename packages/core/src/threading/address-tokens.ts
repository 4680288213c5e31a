import type { ParsedMessage } from '../ports/channel.ts'

/** Where a receiving server leaves the address a mail was really sent to. */
const addressHeaders = [
  ...['to', 'cc', 'delivered-to', 'x-original-to', 'x-forwarded-to', 'envelope-to', 'x-envelope-to'],
  ...['x-delivered-to', 'x-forwarded-for', 'resent-to', 'apparently-to'],
]
const tagged = /[+-](c[0-9a-f]{32}\.[0-9a-f]{20})@/gi

/** More addresses than this in one mail carry no token of ours. */
const maxTokens = 10

/**
 * What looks like our token after a `+` or a `-` in an address of the mail, lower case; whether it is ours is for
 * its signature to say. A provider may show the tagged address in none of the headers people see.
 */
export function addressTokens({
  headers,
  to,
  cc,
}: Pick<ParsedMessage, 'headers' | 'to' | 'cc'>): readonly string[] {
  const places = [
    ...[...to, ...cc].map(({ address }) => address),
    ...addressHeaders.flatMap((name) => headers.get(name) ?? []),
  ]
  const found = places.flatMap((place) =>
    [...place.matchAll(tagged)].map((match) => (match[1] ?? '').toLowerCase()),
  )
  return [...new Set(found)].slice(0, maxTokens)
}

/** The address that brings answers back with their token: `support+token@example.com` (RFC 5233). */
export function taggedAddress(address: string, separator: '+' | '-', token: string): string | null {
  const at = address.lastIndexOf('@')
  const local = `${address.slice(0, at)}${separator}${token}`
  // RFC 5321 §4.5.3.1.1: servers may refuse a longer local part.
  return at <= 0 || local.length > 64 ? null : `${local}${address.slice(at)}`
}
