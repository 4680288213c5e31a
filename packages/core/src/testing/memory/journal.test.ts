import { expect, it } from 'vitest'
import { createJournal } from './journal.ts'

it('a rollback brings back what was there before, through any number of changes', () => {
  const map = new Map([
    ['changed', 1],
    ['removed', 2],
    ['removed and back', 3],
  ])
  const before = new Map(map)
  const journal = createJournal()
  expect(journal.hasChanges()).toBe(false)
  journal.delete(map, 'unknown')
  expect(journal.hasChanges()).toBe(false)
  journal.set(map, 'changed', 10)
  journal.set(map, 'changed', 11)
  journal.delete(map, 'removed')
  journal.delete(map, 'removed and back')
  journal.set(map, 'removed and back', 30)
  journal.set(map, 'new', 4)
  journal.delete(map, 'new')
  journal.set(map, 'new', 5)
  journal.rollback()
  expect(map).toEqual(before)
})
