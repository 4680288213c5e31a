import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'

/** RFC 8301 §3.2: receivers do not count signatures with less. */
const minimumBits = 1024

/** A private key in PEM. */
export const dkimKey = z
  .string()
  .max(20_000)
  .refine(
    isUsable,
    `the key is an RSA private key in PEM, without a password, of ${minimumBits} bits or more`,
  )

function isUsable(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem)
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= minimumBits
  } catch {
    // Node says in many ways that a text is no key.
    return false
  }
}
