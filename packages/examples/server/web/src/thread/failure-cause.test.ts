import { expect, test } from 'vitest'
import { failureCause } from './failure-cause.ts'

test.each([
  ['5.1.1', 'hard', 'unknown'],
  ['5.2.2', 'soft', 'full'],
  ['4.2.2', 'soft', 'full'],
  ['5.3.4', 'soft', 'large'],
  ['5.7.1', 'soft', 'refused'],
  ['4.4.1', 'soft', 'unreachable'],
  ['5.0.0', 'soft', 'other'],
  [null, 'hard', 'unknown'],
  [null, 'soft', 'other'],
] as const)('the status %s of a %s failure means %s', (status, kind, cause) => {
  expect(failureCause({ status, kind })).toBe(cause)
})

test('of a phone number nobody says address', () => {
  expect(failureCause({ status: '1022', kind: 'hard', recipient: '+33612345678' })).toBe('number')
  expect(failureCause({ status: '1340', kind: 'soft', recipient: '+33612345678' })).toBe('other')
})
