import { expect, it } from 'vitest'
import { canBeTexted } from './can-be-texted.ts'

it.each<[string, 'sms' | 'whatsapp' | 'webhook', boolean]>([
  ['+33612345678', 'sms', true],
  [' +33612345678 ', 'sms', true],
  ['33612345678', 'sms', true],
  ['+2901234', 'sms', true],
  ['36111', 'sms', false],
  ['3179', 'sms', false],
  ['Ma Banque', 'sms', false],
  ['BANK24', 'sms', false],
  ['', 'sms', false],
  ['US.13491208655302741918', 'whatsapp', true],
  ['+33612345678', 'whatsapp', true],
  [' ', 'whatsapp', false],
  ['user-12', 'webhook', true],
])('%j on %s: %s', (address, medium, expected) => {
  expect(canBeTexted(address, medium)).toBe(expected)
})
