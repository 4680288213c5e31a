import { z } from 'zod'

const prefix = 'whsec_'

/** A secret of 24 to 64 random bytes, as the specification wants it written: `whsec_` and base64. */
export function webhookSecret(bytes: Uint8Array): string {
  return `${prefix}${Buffer.from(bytes).toString('base64')}`
}

export const secretSchema = z.string().refine(isSecret, {
  error:
    'a signing secret is whsec_ and 24 to 64 bytes in base64; make one with: echo "whsec_$(openssl rand -base64 32)"',
})

/** Node decodes sloppy base64 without complaint; the other side may not. */
function isSecret(text: string): boolean {
  const bytes = Buffer.from(text.slice(prefix.length), 'base64')
  return bytes.length >= 24 && bytes.length <= 64 && text === webhookSecret(bytes)
}
