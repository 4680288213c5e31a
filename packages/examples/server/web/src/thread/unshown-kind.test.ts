import { expect, test } from 'vitest'
import { unshownKind } from './unshown-kind.ts'

const inbound = { medium: 'whatsapp', direction: 'inbound' } as const

test('a kind that cannot be shown is known by its sign, and nothing else is taken for one', () => {
  expect(unshownKind({ ...inbound, text: '[unsupported]' })).toBe('unsupported')
  expect(unshownKind({ ...inbound, text: '[unsupported] et alors ?' })).toBe(null)
  expect(unshownKind({ ...inbound, medium: 'sms', text: '[unsupported]' })).toBe(null)
  expect(unshownKind({ ...inbound, direction: 'outbound', text: '[unsupported]' })).toBe(null)
})
