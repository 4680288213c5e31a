import { expect, test } from 'vitest'
import { decodeEncodedWords } from './encoded-words.ts'

test.each([
  ['plain text stays', 'Facture n° 12', 'Facture n° 12'],
  ['Q', '=?iso-8859-1?Q?Pi=E8ce_jointe?=', 'Pièce jointe'],
  ['B', '=?utf-8?B?UGnDqGNl?=', 'Pièce'],
  ['text around words stays', 'Re: =?utf-8?Q?Pi=C3=A8ce?= jointe', 'Re: Pièce jointe'],
  ['blanks between words go', '=?utf-8?Q?Pi=C3=A8?= =?utf-8?Q?ce?=', 'Pièce'],
  ['words of two charsets', '=?utf-8?Q?=C3=A9?= =?iso-8859-1?Q?=E9?=', 'éé'],
  ['a character split between two words', '=?utf-8?B?w?= =?utf-8?Q?=C3?= =?utf-8?Q?=A9t=C3=A9?=', 'été'],
  ['a base64 character split between two words', '=?utf-8?B?UGnD?= =?utf-8?B?qGNl?=', 'Pièce'],
  ['a language after the charset', '=?utf-8*fr?Q?=C3=A9t=C3=A9?=', 'été'],
  ['blanks inside a Q word', '=?utf-8?Q?deux mots?=', 'deux mots'],
  ['raw accents inside a Q word', '=?iso-8859-1?Q?Frösche?=', 'Frösche'],
  ['an unknown charset is guessed', '=?x-nobody?Q?=E9t=E9?=', 'été'],
  ['what is no word stays', '=?utf-8?X?abc?= =?', '=?utf-8?X?abc?= =?'],
])('%s', (_, value, decoded) => {
  expect(decodeEncodedWords(value)).toBe(decoded)
})

test('a hundred thousand unfinished words take no time', () => {
  const value = '=?utf-8?q?'.repeat(100_000)
  expect(decodeEncodedWords(value)).toHaveLength(value.length)
})
