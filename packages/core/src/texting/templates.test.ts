import { expect, it } from 'vitest'
import { fillTemplate, placesOf } from './templates.ts'

it.each<[string, number]>([
  ['Bonjour', 0],
  ['Bonjour {{1}}', 1],
  ['{{2}} et {{ 1 }} et {{2}}', 2],
  ['{{3}}', 3],
  ['{{name}} {1} {{}}', 0],
])('%j has %i places', (text, places) => {
  expect(placesOf(text)).toBe(places)
})

it('a template says what it was filled in with, word for word', () => {
  expect(fillTemplate('{{1}}, {{2}} ! {{ 1 }}', ['Ada $&', '{{1}}'])).toBe('Ada $&, {{1}} ! Ada $&')
  expect(fillTemplate('{{1}} {{2}}', ['seul'])).toBe('seul {{2}}')
})
