import { expect, test } from 'vitest'
import { englishReason, frenchReason } from './reason-words.ts'

test('our own sentences are said in the reader’s language; what a server said stays as it is', () => {
  const ours = 'the customer wrote before it was to be sent'
  expect([frenchReason(ours), englishReason(ours)]).toEqual([
    'Le client a écrit avant.',
    'The customer wrote first.',
  ])
  for (const theirs of ['550 5.1.1 no such user', 'constructor']) expect(frenchReason(theirs)).toBeUndefined()
})
