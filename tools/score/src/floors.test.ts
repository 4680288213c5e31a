import { expect, test } from 'vitest'
import { fallenBelow } from './floors.ts'

test('a figure that fell, rose above its ceiling, or is gone is told of', () => {
  const floors = { trimmer: 0.9, lost: 0.01, crisp: 0.9, imaptest: 1 }
  expect(fallenBelow({ trimmer: 0.89, lost: 0.02, crisp: 0.9 }, floors)).toEqual([
    'trimmer is 0.89; it reached 0.9 before',
    'lost is 0.02; it reached 0.01 before',
    'imaptest was not measured; it reached 1 before',
  ])
})

test('a better figure and a new one are welcome', () => {
  expect(fallenBelow({ trimmer: 0.95, lost: 0, crisp: 1 }, { trimmer: 0.9, lost: 0.01 })).toEqual([])
})

test('a floor of a measure that does not exist is a mistake', () => {
  expect(fallenBelow({}, { trimer: 0.9 })).toEqual(['trimer is no measure: correct its name in the floors'])
})
