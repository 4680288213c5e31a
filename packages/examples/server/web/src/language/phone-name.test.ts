import { beforeAll, expect, test } from 'vitest'
import { fetchPhoneRules, phoneName } from './phone-name.ts'

beforeAll(fetchPhoneRules)

test.each([
  ['+33612345678', '+33 6 12 34 56 78'],
  ['+447700900001', '+44 7700 900001'],
  ['+3312', '+3312'],
  ['38600', '38600'],
  ['US.13491208655302741918', 'US.13491208655302741918'],
  ['claire@client.test', 'claire@client.test'],
  ['Claire Moreau', 'Claire Moreau'],
])('%s is shown as %s', (address, name) => {
  expect(phoneName(address)).toBe(name)
})
