import { expect, test } from 'vitest'
import { queueIdOf } from './queue-id.ts'

test.each([
  ['250 2.0.0 Ok: queued as 4XyZ1234', '4XyZ1234'],
  ['250 OK id=1tABcd-000123-4E', '1tABcd-000123-4E'],
  ['250 2.6.0 <a@b.example> [InternalId=1234567, Hostname=x] 9 bytes Queued mail for delivery', '1234567'],
  ['250 2.0.0 4AKA1b2c012345 Message accepted for delivery', '4AKA1b2c012345'],
  ['250 Ok 0100019a0b1c2d3e-4f5a6b7c-0000', '0100019a0b1c2d3e-4f5a6b7c-0000'],
  ['250 OK', null],
  ['250 2.0.0 Thank you', null],
])('%s names %s', (reply, id) => {
  expect(queueIdOf(reply)).toBe(id)
})
