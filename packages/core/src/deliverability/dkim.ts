import { createPublicKey } from 'node:crypto'

/** RFC 8301 §3.2: verifiers refuse RSA keys below 1,024 bits; signers should use 2,048. */
const minBits = 1024
const wantedBits = 2048

export type DkimKey =
  | { readonly state: 'good'; readonly bits: number | null }
  | { readonly state: 'weak'; readonly bits: number }
  | { readonly state: 'revoked' | 'broken' }

/** Reads a DKIM key record (RFC 6376 §3.6.1); null for a text that is none. */
export function readDkimKey(text: string): DkimKey | null {
  const tags = tagsOf(text)
  const key = tags.get('p')
  const version = tags.get('v')
  if (key === undefined || (version !== undefined && version !== 'DKIM1')) return null
  // An empty key takes an earlier one back.
  if (key === '') return { state: 'revoked' }
  return (tags.get('k') ?? 'rsa') === 'ed25519' ? ed25519(key) : rsa(key)
}

function ed25519(key: string): DkimKey {
  return Buffer.from(key, 'base64').length === 32 ? { state: 'good', bits: null } : { state: 'broken' }
}

function rsa(key: string): DkimKey {
  try {
    const bytes = Buffer.from(key, 'base64')
    const bits = createPublicKey({ key: bytes, format: 'der', type: 'spki' }).asymmetricKeyDetails
      ?.modulusLength
    if (bits === undefined || bits < minBits) return { state: 'broken' }
    return bits < wantedBits ? { state: 'weak', bits } : { state: 'good', bits }
  } catch {
    return { state: 'broken' }
  }
}

/** `tag=value; tag=value`, as DKIM and DMARC write it (RFC 6376 §3.2); white space inside a value means nothing. */
export function tagsOf(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const part of text.split(';')) {
    const at = part.indexOf('=')
    if (at > 0) tags.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).replace(/\s+/g, ''))
  }
  return tags
}
