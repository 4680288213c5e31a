import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { TenantId } from './model/tenant.ts'
import type { Clock } from './ports/clock.ts'

/** Makes Message-IDs and reply tokens that only we can make, and recognises them when they come back. */
export interface MailIds {
  /** A new id for a mail from this address, without angle brackets. */
  mint(tenant: TenantId, fromAddress: string): string
  /** True when this tenant minted it: whoever quotes it has seen one of our mails. */
  isOurs(tenant: TenantId, mailId: string): boolean
  /** A signed token that names a conversation: the same in every mail of it, fit for an address and for an id. */
  conversationToken(tenant: TenantId, conversationId: string): string
  /** The conversation that a token, or an id made of one, names; null when this tenant did not sign it. */
  conversationOf(tenant: TenantId, tokenOrMailId: string): string | null
}

/**
 * The header under which our Message-ID travels as well, for when a provider replaces it on the way: what comes back
 * then still tells which message it is.
 */
export const privateIdHeader = 'x-guichet-message-id'

const randomLength = 16
const macLength = 10

/** The first secret signs; every one recognises, so that keys can be rotated. */
export function mailIds(clock: Clock, secrets: readonly Uint8Array[]): MailIds {
  // Two purposes, two keys: a message id must never pass for the token of a conversation.
  const macs = (purpose: 'mail id' | 'conversation', tenant: TenantId, text: string): readonly string[] =>
    secrets.map((key) => {
      const derived = hkdfSync('sha256', key, '', `guichet ${purpose}|${tenant}`, 32)
      return createHmac('sha256', Buffer.from(derived))
        .update(text)
        .digest('hex')
        .slice(0, macLength * 2)
    })
  const isSigned = (expected: readonly string[], mac: string): boolean =>
    expected.some((own) => timingSafeEqual(Buffer.from(own), Buffer.from(mac)))
  return {
    mint(tenant, fromAddress) {
      const random = Buffer.from(clock.randomBytes(randomLength)).toString('hex')
      return `${random}.${macs('mail id', tenant, random)[0]}@${domainOf(fromAddress)}`
    },
    isOurs(tenant, mailId) {
      const [, random = '', mac = ''] = /^([0-9a-f]{32})\.([0-9a-f]{20})@/.exec(mailId) ?? []
      return mac !== '' && isSigned(macs('mail id', tenant, random), mac)
    },
    conversationToken(tenant, conversationId) {
      const id = conversationId.replaceAll('-', '')
      return `c${id}.${macs('conversation', tenant, id)[0]}`
    },
    conversationOf(tenant, tokenOrMailId) {
      const [, id = '', mac = ''] = /^c([0-9a-f]{32})\.([0-9a-f]{20})(?:@|$)/.exec(tokenOrMailId) ?? []
      if (mac === '' || !isSigned(macs('conversation', tenant, id), mac)) return null
      return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}

/** The right side of an id made for mail from this address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1) || 'localhost'
}
