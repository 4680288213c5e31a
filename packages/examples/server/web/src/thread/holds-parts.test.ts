import { expect, test } from 'vitest'
import { holdsParts, isSignature } from './holds-parts.ts'

const plain = { rawKey: 'key', parseState: 'ok', text: 'Hello', attachments: [] } as const
const file = (contentType: string, name = '') => ({
  ...plain,
  attachments: [{ name, contentType, size: 1, contentId: null, inline: false }],
})

test('an invitation, an attached message, a signature and PGP are worth a look', () => {
  expect(holdsParts(file('text/calendar'))).toBe(true)
  expect(holdsParts(file('application/octet-stream', 'invite.ICS'))).toBe(true)
  expect(holdsParts(file('message/rfc822'))).toBe(true)
  expect(holdsParts(file('application/pkcs7-mime'))).toBe(true)
  expect(holdsParts({ ...plain, text: '-----BEGIN PGP MESSAGE-----' })).toBe(true)
})

test('text and pictures are not, nor what was written here', () => {
  expect(holdsParts(plain)).toBe(false)
  expect(holdsParts(file('image/png'))).toBe(false)
  expect(holdsParts({ ...file('text/calendar'), rawKey: null })).toBe(false)
})

test('a signature is told from an encrypted message', () => {
  expect(isSignature({ contentType: 'application/x-pkcs7-signature' })).toBe(true)
  expect(isSignature({ contentType: 'application/pgp-signature' })).toBe(true)
  expect(isSignature({ contentType: 'application/pkcs7-mime' })).toBe(false)
})
