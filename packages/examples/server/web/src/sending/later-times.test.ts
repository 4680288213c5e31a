import { expect, test } from 'vitest'
import { fromField, laterTimes, toField } from './later-times.ts'

const keysAt = (now: Date) => laterTimes(now).map(({ key }) => key)

test('on a Friday at ten: two hours, tomorrow at eight and Monday at eight, by the clock on the wall', () => {
  expect(laterTimes(new Date(2026, 10, 27, 10, 20)).map(({ key, at }) => `${key} ${toField(at)}`)).toEqual([
    'in-two-hours 2026-11-27T12:20',
    'tomorrow 2026-11-28T08:00',
    'monday 2026-11-30T08:00',
  ])
})

test('on a Monday the next one is meant, and on a Sunday it is tomorrow', () => {
  const monday = laterTimes(new Date(2026, 10, 30, 10)).find(({ key }) => key === 'monday')
  expect(monday && toField(monday.at)).toBe('2026-12-07T08:00')
  expect(keysAt(new Date(2026, 10, 29, 10))).toEqual(['in-two-hours', 'tomorrow'])
})

test('after midnight the morning that comes is offered as well, and the soonest stands first', () => {
  expect(keysAt(new Date(2026, 10, 27, 0, 30))).toEqual([
    'in-two-hours',
    'this-morning',
    'tomorrow',
    'monday',
  ])
  expect(keysAt(new Date(2026, 11, 31, 23, 30))).toEqual(['in-two-hours', 'tomorrow', 'monday'])
})

test('a time survives its field, and a field that is not complete holds none', () => {
  const at = new Date(2027, 0, 2, 8, 5)
  expect(fromField(toField(at))).toEqual(at)
  expect(fromField('2027-01')).not.toEqual(at)
  expect(fromField('')).toBeNull()
})
