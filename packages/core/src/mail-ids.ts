import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { TenantId } from './model/tenant.ts'
import type { Clock } from './ports/clock.ts'

/** Makes Message-IDs that only we can make, and recognises them when they come back as references. */
export interface MailIds {
  /** A new id for a mail from this address, without angle brackets. */
  mint(tenant: TenantId, fromAddress: string): string
  /** True when this tenant minted it: whoever quotes it has seen one of our mails. */
  isOurs(tenant: TenantId, mailId: string): boolean
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
  const macs = (tenant: TenantId, random: string): string[] =>
    secrets.map((key) => {
      const derived = hkdfSync('sha256', key, '', `guichet mail id|${tenant}`, 32)
      return createHmac('sha256', Buffer.from(derived))
        .update(random)
        .digest('hex')
        .slice(0, macLength * 2)
    })
  return {
    mint(tenant, fromAddress) {
      const random = Buffer.from(clock.randomBytes(randomLength)).toString('hex')
      const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1) || 'localhost'
      return `${random}.${macs(tenant, random)[0]}@${domain}`
    },
    isOurs(tenant, mailId) {
      const [, random = '', mac = ''] = /^([0-9a-f]{32})\.([0-9a-f]{20})@/.exec(mailId) ?? []
      return (
        mac !== '' && macs(tenant, random).some((own) => timingSafeEqual(Buffer.from(own), Buffer.from(mac)))
      )
    },
  }
}
