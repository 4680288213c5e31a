import { expect, test } from 'vitest'
import { readParameters } from './parameters.ts'

test.each([
  ['a plain name', 'attachment; filename=facture.pdf', 'facture.pdf'],
  ['a quoted name', 'attachment; filename="facture; 12.pdf"', 'facture; 12.pdf'],
  ['blanks without quotes', 'attachment; filename=ma facture.pdf', 'ma facture.pdf'],
  ['an encoded word', 'attachment; filename="=?utf-8?Q?re=C3=A7u.pdf?="', 'reçu.pdf'],
  ['RFC 2231', "attachment; filename*=utf-8'fr're%C3%A7u.pdf", 'reçu.pdf'],
  ['RFC 2231 in Latin-1', "attachment; filename*=iso-8859-1''re%E7u.pdf", 'reçu.pdf'],
  ['pieces in any order', 'attachment; filename*1="tre.pdf"; filename*0="let"', 'lettre.pdf'],
  [
    'a character split between pieces',
    "attachment; filename*0*=utf-8''re%C3; filename*1*=%A7u.pdf",
    'reçu.pdf',
  ],
  ['encoded and plain pieces', "attachment; filename*0*=utf-8''%C3%A9t%C3%A9; filename*1=.pdf", 'été.pdf'],
  ['both forms', "attachment; filename=recu.pdf; filename*=utf-8''re%C3%A7u.pdf", 'reçu.pdf'],
  ['a Windows path', 'attachment; filename="C:\\temp\\a.pdf"', 'C:\\temp\\a.pdf'],
  ['escaped quotes', 'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
  ['an open quote', 'attachment; filename="a.pdf', 'a.pdf'],
])('%s', (_, header, name) => {
  expect(readParameters(header)).toMatchObject({ value: 'attachment' })
  expect(readParameters(header).parameters.get('filename')).toBe(name)
})

test('a comment after the type is not part of it', () => {
  expect(readParameters('Text/Plain (really); charset=utf-8').value).toBe('text/plain')
})

test('a parameter called __proto__ is a parameter', () => {
  expect(readParameters('a/b; __proto__=x').parameters.get('__proto__')).toBe('x')
})
