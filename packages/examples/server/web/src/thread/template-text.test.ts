import { expect, test } from 'vitest'
import { fillTemplate, placesOf } from './template-text.ts'

const text = 'Bonjour {{1}}, votre commande {{2}} est prête. À bientôt {{ 1 }} !'

test('each place is asked for once, as many as the highest number says', () => {
  expect(placesOf(text)).toEqual([1, 2])
  expect(placesOf('{{2}} seulement')).toEqual([1, 2])
  expect(placesOf('Bonjour')).toEqual([])
})

test('the preview shows what is filled in, and where something is missing', () => {
  expect(fillTemplate(text, ['Zoé', ' '])).toBe(
    'Bonjour Zoé, votre commande {{2}} est prête. À bientôt Zoé !',
  )
})

test('what is filled in is never a pattern itself', () => {
  expect(fillTemplate('{{1}} {{2}}', ['$&{{2}}', 'b'])).toBe('$&{{2}} b')
})
