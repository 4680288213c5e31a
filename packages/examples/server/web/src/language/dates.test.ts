import { expect, test } from 'vitest'
import { dayAndTime, relativeTime, shortTime } from './dates.ts'

const now = new Date(2026, 10, 21, 14, 30)
const at = (...parts: readonly [number, number, number, number, number]) => new Date(...parts).toISOString()

test('a list says minutes within the hour, then the time, yesterday, the weekday, the date', () => {
  expect(shortTime('fr', at(2026, 10, 21, 14, 30), now)).toBe('à l’instant')
  expect(shortTime('fr', at(2026, 10, 21, 14, 26), now)).toMatch(/^4.min$/)
  expect(shortTime('fr', at(2026, 10, 21, 9, 5), now)).toBe('09:05')
  expect(shortTime('fr', at(2026, 10, 20, 23, 5), now)).toBe('hier')
  expect(shortTime('fr', at(2026, 10, 18, 9, 5), now)).toBe('mer.')
  expect(shortTime('fr', at(2026, 9, 2, 9, 5), now)).toBe('2 oct.')
  expect(shortTime('en-GB', at(2024, 9, 2, 9, 5), now)).toBe('02/10/2024')
})

test('a next attempt is said as a time to come', () => {
  expect(relativeTime('en', at(2026, 10, 21, 14, 42), now)).toBe('in 12 minutes')
})

test('what is more than a week away has a date, not a number of days', () => {
  expect(relativeTime('fr', at(2026, 10, 18, 14, 30), now)).toBe('il y a 3 jours')
  expect(relativeTime('fr', at(2026, 10, 5, 14, 30), now)).toBe('5 nov. 2026')
})

test('a moment near enough is a day of the week and a time', () => {
  expect(dayAndTime('fr', at(2026, 10, 21, 18, 5), now)).toBe('18:05')
  expect(dayAndTime('fr', at(2026, 10, 22, 14, 5), now)).toBe('dimanche 14:05')
  expect(dayAndTime('fr', at(2026, 10, 2, 14, 5), now)).toBe('2 nov. 2026, 14:05')
})
