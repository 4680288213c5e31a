import { expect, test } from 'vitest'
import { splitQuotes } from './quotes.ts'

const quoted = ['> one', '> two', '> three', '> four'].join('\n')

test('a long quote and the line that introduces it are folded away together', () => {
  const introduction = 'Le jeu. 20 nov. 2026 à 09:14, Support <support@example.com> a écrit :'
  expect(splitQuotes(`Merci.\n\n${introduction}\n${quoted}`)).toEqual([
    { kind: 'text', text: 'Merci.\n' },
    { kind: 'quote', text: `${introduction}\n${quoted}` },
  ])
})

test('an introduction that the mail program wrapped in two lines belongs to the quote', () => {
  const introduction = 'On Thu, 20 Nov 2026 at 09:14, Support <support@example.com>\nwrote:'
  const [text, quote] = splitQuotes(`Thanks.\n\n${introduction}\n\n${quoted}`)
  expect(text?.text.trim()).toBe('Thanks.')
  expect(quote?.text.startsWith('On Thu')).toBe(true)
})

test('a short quote stays, because the writer answers it line by line', () => {
  const text = '> When?\nTomorrow.\n> Where?\nHere.'
  expect(splitQuotes(text)).toEqual([{ kind: 'text', text }])
})

test('what is written below a long quote is shown', () => {
  expect(splitQuotes(`${quoted}\nAgreed.`).map((part) => part.kind)).toEqual(['quote', 'text'])
})

test('everything below an original-message line is history', () => {
  const parts = splitQuotes('Voir ci-dessous.\n-----Message d’origine-----\nDe : Camille\nBonjour')
  expect(parts.map((part) => part.kind)).toEqual(['text', 'quote'])
})

test('a message of nothing but blanks has no parts', () => {
  expect(splitQuotes('\n \n')).toEqual([])
})
