import { expect, it } from 'vitest'
import { contactAddress } from './contact-address.ts'

it.each([
  ['Ada@Example.org ', 'ada@example.org'],
  ['+33 6 12 34 56 78', '+33612345678'],
  ['0033 (0)6.12.34.56.78', '+33612345678'],
  ['+1 (212) 555-2368', '+12125552368'],
  ['US.13491208655302741918', 'us.13491208655302741918'],
  ['38200', '38200'],
])('%s is kept as %s', (typed, kept) => {
  expect(contactAddress(typed)).toBe(kept)
})

it.each(['06 12 34 56 78', '+33 6 12', '+999 123456789', 'Ada', '', 'a@b@c', 'a b@x'])(
  '%s is no address',
  (typed) => {
    expect(contactAddress(typed)).toBeNull()
  },
)
