import { createCipheriv, createDecipheriv } from 'node:crypto'
import { GuichetError } from './errors.ts'
import type { TenantId } from './model/tenant.ts'
import type { Clock } from './ports/clock.ts'
import type { Transaction } from './ports/storage.ts'

/** A key of the host. `secret` is 32 random bytes, base64 or hex: `openssl rand -base64 32`. */
export interface HostKey {
  /** Written into every ciphertext: letters, digits, dashes. */
  readonly id: string
  readonly secret: string
}

/** Where a secret lives; authenticated with it, so that a ciphertext cannot be moved to another row. */
export interface SecretPlace {
  readonly table: string
  readonly column: string
  readonly rowId: string
}

/** Encrypts secrets at rest. */
export interface Encryption {
  seal(tx: Transaction, place: SecretPlace, plaintext: string): Promise<string>
  /** Throws `decryption-failed` for anything that is not exactly what `seal` made for this place and tenant. */
  open(tx: Transaction, place: SecretPlace, sealed: string): Promise<string>
}

const version = 'g1'

/**
 * Envelope encryption (AES-256-GCM): each tenant has its own data key, wrapped by a host key. A sealed secret
 * reads `g1.hostKey.dataKey.iv.ciphertext.tag`, base64url, canonical; the tenant, the place and the data key
 * are authenticated with it. The first host key wraps new data keys; the others only unwrap.
 */
export function encryption(clock: Clock, hostKeys: readonly HostKey[]): Encryption {
  const keys = new Map(hostKeys.map((key) => [key.id, parseHostKey(key)]))
  const currentId = hostKeys[0]?.id ?? ''

  return {
    async seal(tx, place, plaintext) {
      const dataKey = await currentDataKey(tx)
      const aad = `${version}|${tx.tenant}|${place.table}|${place.column}|${place.rowId}|${dataKey.id}`
      const box = encrypt(clock, dataKey.key, Buffer.from(plaintext, 'utf8'), aad)
      return [version, dataKey.hostKeyId, dataKey.id, box].join('.')
    },
    async open(tx, place, sealed) {
      const [mark, hostKeyId = '', dataKeyId = '', ...box] = sealed.split('.')
      if (mark !== version || box.length !== 3) throw unreadable('it is not in the format g1')
      const row = (await tx.keys.list()).find((key) => key.id === dataKeyId && key.hostKeyId === hostKeyId)
      if (row === undefined) throw unreadable(`its data key ${dataKeyId} is not stored for this tenant`)
      const key = unwrap(tx.tenant, row)
      const aad = `${version}|${tx.tenant}|${place.table}|${place.column}|${place.rowId}|${dataKeyId}`
      return decrypt(key, box.join('.'), aad).toString('utf8')
    },
  }

  async function currentDataKey(tx: Transaction): Promise<{ id: string; hostKeyId: string; key: Buffer }> {
    const row = (await tx.keys.list()).find((key) => key.hostKeyId === currentId)
    if (row !== undefined) return { id: row.id, hostKeyId: row.hostKeyId, key: unwrap(tx.tenant, row) }
    const id = clock.newId()
    const key = Buffer.from(clock.randomBytes(32))
    const wrapped = encrypt(clock, hostKey(currentId), key, wrapAad(tx.tenant, id))
    await tx.keys.insert({ id, hostKeyId: currentId, wrapped, createdAt: clock.now() })
    return { id, hostKeyId: currentId, key }
  }

  function unwrap(tenant: TenantId, row: { id: string; hostKeyId: string; wrapped: string }): Buffer {
    return decrypt(hostKey(row.hostKeyId), row.wrapped, wrapAad(tenant, row.id))
  }

  function hostKey(id: string): Buffer {
    const key = keys.get(id)
    if (key === undefined) throw unreadable(`the host key ${id} is not among the configured ones`)
    return key
  }
}

/** The bytes of a host key. Throws `invalid-configuration` for one that is short, malformed or trivially weak. */
export function parseHostKey({ id, secret }: HostKey): Buffer {
  const wrong = (what: string) =>
    new GuichetError(
      'invalid-configuration',
      `encryption key ${id} ${what}; make one with: openssl rand -base64 32`,
      {
        field: 'encryption.keys',
      },
    )
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(id)) throw wrong('needs an id of 1 to 40 letters, digits or dashes')
  const bytes = Buffer.from(secret, /^[0-9a-f]{64}$/i.test(secret) ? 'hex' : 'base64')
  if (bytes.length !== 32) throw wrong('must be 32 bytes in base64 or hex')
  if (new Set(bytes).size < 12) throw wrong('is not random')
  return bytes
}

function wrapAad(tenant: TenantId, dataKeyId: string): string {
  return `${version}|${tenant}|data-key|${dataKeyId}`
}

function encrypt(clock: Clock, key: Buffer, plaintext: Buffer, aad: string): string {
  const iv = Buffer.from(clock.randomBytes(12))
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(Buffer.from(aad))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.')
}

function decrypt(key: Buffer, box: string, aad: string): Buffer {
  const parts = box.split('.').map(canonicalBytes)
  const [iv, ciphertext, tag] = parts
  if (parts.length !== 3 || iv?.length !== 12 || tag?.length !== 16 || ciphertext === undefined) {
    throw unreadable('its parts have the wrong length')
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
    decipher.setAAD(Buffer.from(aad)).setAuthTag(tag)
    // Nothing is handed out before final() has checked the tag.
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch (error) {
    throw unreadable('it was changed, moved, or sealed with another key', error)
  }
}

/** Node decodes sloppy base64 without complaint; two spellings of one secret must not both be valid. */
function canonicalBytes(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part) throw unreadable('it is not canonical base64url')
  return bytes
}

function unreadable(why: string, cause?: unknown): GuichetError {
  return new GuichetError('decryption-failed', `a stored secret cannot be read: ${why}`, {
    retry: 'after-fix',
    cause,
  })
}
