import { expect, test } from 'vitest'
import { eventTimes } from './event-times.ts'

test('whole days are told without a time, wherever the reader is', () => {
  expect(eventTimes('en', '2026-11-03', '2026-11-03')).toBe('Tuesday, November 3, 2026')
  expect(eventTimes('fr', '2026-11-03', null)).toBe('mardi 3 novembre 2026')
})

test('a time without a zone stays the time of day that was written', () => {
  expect(eventTimes('fr', '2026-11-03T11:00:00', '2026-11-03T12:30:00')).toMatch(
    /3 novembre 2026.*11:00.*12:30/,
  )
})

test('an instant is told in the zone of the reader, and an end before the start is left out', () => {
  const local = new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(new Date('2026-11-03T09:00:00Z'))
  const told = eventTimes('en', '2026-11-03T09:00:00Z', '2026-11-02T09:00:00Z')
  expect(told).toContain(local)
  expect(told).not.toContain('–')
})
