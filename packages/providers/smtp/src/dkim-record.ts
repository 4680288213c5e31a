import { createPublicKey } from 'node:crypto'
import { type DnsRecord, GuichetError } from '@guichet/core'
import { dkimKey } from './dkim-key.ts'

/**
 * What to publish at `<selector>._domainkey.<domain>` for signatures with this private key (RFC 6376 §3.6.1), as
 * `deliverability.check` takes it from a sender. Throws `invalid-configuration` for a key that cannot sign.
 */
export function dkimRecord(privateKey: string): Omit<DnsRecord, 'name'> {
  const { success, error } = dkimKey.safeParse(privateKey)
  if (!success) {
    const sentence = `privateKey: ${error.issues[0]?.message}`
    throw new GuichetError('invalid-configuration', sentence, { field: 'privateKey' })
  }
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  return { type: 'TXT', value: `v=DKIM1; k=rsa; p=${publicKey}` }
}
