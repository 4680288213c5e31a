import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SignatureMethod } from '../settings.ts'

/** The parameters of a callback in the older form. */
export type Parameters = ReadonlyMap<string, string>

/**
 * What `sig` must be, in lower case: every parameter but `sig`, by name, as `&name=value` with `&` and `=` in values
 * replaced.
 */
function legacySignature(parameters: Parameters, secret: string, method: SignatureMethod): string {
  const text = [...parameters]
    .filter(([name]) => name !== 'sig')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `&${name}=${value.replaceAll(/[&=]/g, '_')}`)
    .join('')
  return method === 'md5hash'
    ? createHash('md5')
        .update(text + secret)
        .digest('hex')
    : createHmac(method, secret).update(text).digest('hex')
}

/** Whether the `sig` among the parameters is right. Vonage's libraries differ on parameters without a value: with or without. */
export function isLegacySignature(parameters: Parameters, secret: string, method: SignatureMethod): boolean {
  const given = (parameters.get('sig') ?? '').toLowerCase()
  const withoutBlanks = new Map([...parameters].filter(([, value]) => value.trim() !== ''))
  // Both are computed and compared always: the time taken tells nothing.
  const matches = [parameters, withoutBlanks].map((form) =>
    isSame(given, legacySignature(form, secret, method)),
  )
  return matches.includes(true)
}

/** Compares in a time that does not depend on where they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
