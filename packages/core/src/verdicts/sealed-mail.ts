import type { ParsedMessage } from '../ports/channel.ts'
import { headerLine, headerOf } from './headers.ts'

type Sealed = Pick<ParsedMessage, 'headers' | 'text'>

const encryptedType =
  /^multipart\/encrypted\b|^application\/(?:x-)?pkcs7-mime\b.*\bsmime-type\s*=\s*"?(?:enveloped|authenveloped)-data/i
const armour = '-----BEGIN PGP MESSAGE-----'

/**
 * Why nobody but the recipient can read a message (RFC 8551, RFC 3156, inline PGP), or null: nothing of it can be judged,
 * and an answer in the clear would tell what was meant to be secret.
 */
export function sealedSign({ headers, text }: Sealed): string | null {
  const type = headerOf(headers, 'content-type')
  if (encryptedType.test(type)) return headerLine('content-type', type)
  return text.trimStart().startsWith(armour) ? `its text begins with ${armour}` : null
}
