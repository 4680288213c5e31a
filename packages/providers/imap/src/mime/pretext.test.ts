import { expect, test } from 'vitest'
import { isBeyondDoubt, isPretext } from './pretext.ts'

const offer = 'The whole offer of this week, with its prices. '.repeat(20)

test.each([
  ['', 'Hello'],
  ['See below.', offer],
  [
    'Your mail program does not support HTML messages.',
    'Your parcel is on its way to you, and arrives on Monday.',
  ],
  [
    'View this message in your browser: https://shop.example/1',
    'Hello Ann, your order 12 has been sent off today. Bye.',
  ],
  [
    'Votre messagerie ne prend pas en charge le format HTML.',
    'Bonjour Anne, votre commande 12 est partie ce matin.',
  ],
])('%j is no text where the HTML says more', (plain, rich) => {
  expect(isPretext(plain, rich)).toBe(true)
})

test.each([
  ['Thanks, that works!', 'Thanks, that works!'],
  ['How do I view my order in the browser?', 'How do I view my order in the browser?'],
  ['Hello', ''],
  [
    'A short answer of a person, with a question.',
    'A short answer of a person, with a question. -- Signature of her company',
  ],
])('%j is what the mail says', (plain, rich) => {
  expect(isPretext(plain, rich)).toBe(false)
})

test('a text as long as its HTML is not compared with it', () => {
  expect(isBeyondDoubt('A short answer of a person.', 200)).toBe(true)
  expect(isBeyondDoubt('A short answer of a person.', 2000)).toBe(false)
  expect(isBeyondDoubt(offer.repeat(2), 1_000_000)).toBe(true)
  expect(isBeyondDoubt('', 5)).toBe(false)
})
