import { expect, test } from 'vitest'
import { partsOf } from './parts-of.ts'

test.each([
  ['a', 160, [160]],
  ['a', 161, [153, 8]],
  ['ê', 70, [70]],
  ['ê', 140, [67, 67, 6]],
])('%s × %i is cut into parts of %j', (character, count, lengths) => {
  const parts = partsOf(character.repeat(count))
  expect(parts.map((part) => [...part].length)).toEqual(lengths)
  expect(parts.join('')).toBe(character.repeat(count))
})
