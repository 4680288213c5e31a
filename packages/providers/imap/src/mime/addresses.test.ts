import { expect, test } from 'vitest'
import { readAddresses } from './addresses.ts'

const jean = { name: 'Jean Dupont', address: 'jean@example.fr' }
const bare = { name: '', address: 'jean@example.fr' }

test.each([
  ['a name and an address', 'Jean Dupont <jean@example.fr>', [jean]],
  ['a quoted name with a comma', '"Dupont, Jean" <jean@example.fr>', [{ ...jean, name: 'Dupont, Jean' }]],
  ['escaped quotes', '"Jean \\"JD\\" Dupont" <jean@example.fr>', [{ ...jean, name: 'Jean "JD" Dupont' }]],
  ['an address alone', 'jean@example.fr', [bare]],
  ['a name as a comment', 'jean@example.fr (Jean Dupont)', [jean]],
  ['a comment beside a name is dropped', 'Jean Dupont (Ventes (Sud)) <jean@example.fr>', [jean]],
  ['a list', 'jean@example.fr, Ana <ana@example.com>', [bare, { name: 'Ana', address: 'ana@example.com' }]],
  [
    'semicolons as Outlook writes them',
    'jean@example.fr; ana@example.com',
    [bare, { name: '', address: 'ana@example.com' }],
  ],
  [
    'a group is flattened',
    'Équipe: Jean Dupont <jean@example.fr>, ana@example.com;',
    [jean, { name: '', address: 'ana@example.com' }],
  ],
  ['an empty group is nobody', 'undisclosed-recipients:;', []],
  ['an encoded name', '=?utf-8?Q?Jean_Dupont?= <jean@example.fr>', [jean]],
  [
    'an encoded name with a comma',
    '=?utf-8?Q?Dupont,_Jean?= <jean@example.fr>',
    [{ ...jean, name: 'Dupont, Jean' }],
  ],
  ['an encoded name in quotes', '"=?utf-8?Q?Jean_Dupont?=" <jean@example.fr>', [jean]],
  [
    'an encoded name that looks like an address stays a name',
    '=?utf-8?Q?ceo=40bank.fr_=3Cceo=40bank.fr=3E?= <jean@example.fr>',
    [{ ...bare, name: 'ceo@bank.fr <ceo@bank.fr>' }],
  ],
  ['a quoted address is only a name', '"ceo@bank.fr" <jean@example.fr>', [{ ...bare, name: 'ceo@bank.fr' }]],
  ['a name that repeats the address is none', 'jean@example.fr <jean@example.fr>', [bare]],
  ['Outlook quotes twice', `"'jean@example.fr'" <jean@example.fr>`, [bare]],
  ['a route is dropped', '<@relay.example,@other.example:jean@example.fr>', [bare]],
  ['blanks around the at sign', 'jean @ example.fr', [bare]],
  [
    'a blank in a quoted local part',
    '"jean dupont"@example.fr',
    [{ name: '', address: '"jean dupont"@example.fr' }],
  ],
  ['a missing bracket', 'Jean Dupont <jean@example.fr', [jean]],
  ['a local user', 'root', [{ name: '', address: 'root' }]],
  ['a name without an address is nobody', 'Jean Dupont', []],
  ['nothing', '', []],
])('%s', (_, value, addresses) => {
  expect(readAddresses(value)).toEqual(addresses)
})

test('at most a thousand addresses are read', () => {
  expect(readAddresses('a@example.com,'.repeat(20_000))).toHaveLength(1000)
})

test.each(['a:', '(', '"', '<', 'a@:', '=?a?q?', ', ', '\\"', ' @ '])(
  'two hundred thousand characters of %s take no time',
  (piece) => {
    const start = performance.now()
    readAddresses(piece.repeat(200_000 / piece.length))
    readAddresses(`${'a'.repeat(100_000)}@${piece.repeat(100_000 / piece.length)}`)
    expect(performance.now() - start).toBeLessThan(5000)
  },
)
