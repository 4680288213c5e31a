import { testClock } from '@guichet/core/testing'
import { expect, test } from 'vitest'
import { places } from './places.ts'

test('who comes later waits, in the order of coming', async () => {
  const { enter, leave } = places(testClock(), 1, 'relay.example:587')
  const order: string[] = []
  await enter()
  const later = ['first', 'second'].map((name) => enter().then(() => order.push(name)))
  leave()
  await later[0]
  expect(order).toEqual(['first'])
  leave()
  await later[1]
  expect(order).toEqual(['first', 'second'])
})

test('who has waited too long was certainly not served, and leaves no gap behind', async () => {
  const clock = testClock()
  const { enter, leave, isEmpty } = places(clock, 1, 'relay.example:587')
  await enter()
  const waited = expect(enter()).rejects.toMatchObject({
    code: 'throttled',
    outcome: 'not-done',
    retry: 'later',
  })
  await clock.advance(15_000)
  await waited
  leave()
  expect(isEmpty()).toBe(true)
  await enter()
})
