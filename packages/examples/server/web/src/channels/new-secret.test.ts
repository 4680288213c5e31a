import { expect, test } from 'vitest'
import { newSecret } from './new-secret.ts'

test('a secret is 32 bytes that nobody had before', () => {
  const secret = newSecret()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(newSecret()).not.toBe(secret)
})
