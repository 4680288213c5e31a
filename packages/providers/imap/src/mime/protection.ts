import type { Protection } from '@guichet/core'
import type { Part } from './part.ts'

const opaqueTypes = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime'])

/** How a mail is protected (RFC 8551, RFC 3156), also below the footer of a list; null for one in the clear. */
export function readProtection(root: Part, text: string): Protection | null {
  const part = firstProtected(root)
  if (part !== null) return ofPart(part)
  const start = text.trimStart()
  if (start.startsWith('-----BEGIN PGP MESSAGE-----')) return { state: 'encrypted', by: 'pgp' }
  return start.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') ? { state: 'signed', by: 'pgp' } : null
}

function firstProtected(part: Part): Part | null {
  if (/^multipart\/(?:signed|encrypted)$/.test(part.contentType) || opaqueTypes.has(part.contentType))
    return part
  for (const child of part.contentType.startsWith('multipart/') ? part.children : []) {
    const found = firstProtected(child)
    if (found !== null) return found
  }
  return null
}

function ofPart(part: Part): Protection | null {
  if (opaqueTypes.has(part.contentType)) {
    const kind = part.typeParameters.get('smime-type')?.toLowerCase() ?? 'enveloped-data'
    if (kind === 'signed-data') return { state: 'signed', by: 'smime' }
    return /^(?:auth)?enveloped-data$/i.test(kind) ? { state: 'encrypted', by: 'smime' } : null
  }
  const isPgp = /pgp/i.test(part.typeParameters.get('protocol') ?? '')
  const state = part.contentType === 'multipart/signed' ? 'signed' : 'encrypted'
  return { state, by: isPgp || state === 'encrypted' ? 'pgp' : 'smime' }
}
