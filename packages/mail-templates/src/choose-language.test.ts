import { expect, it } from 'vitest'
import { chooseLanguage } from './choose-language.ts'

it.each([
  ['fr', 'fr'],
  ['FR', 'fr'],
  ['fr-CA', 'fr'],
  ['fr_CA.UTF-8', 'fr'],
  ['pt-BR', 'pt-br'],
  ['pt-PT', 'en'],
  ['de', 'en'],
  ['french', 'en'],
  ['', 'en'],
  [null, 'en'],
] as const)('a reader of %s gets %s', (asked, expected) => {
  expect(chooseLanguage(asked, ['en', 'fr', 'pt-br'])).toBe(expected)
})
