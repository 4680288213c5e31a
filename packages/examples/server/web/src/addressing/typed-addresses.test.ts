import { expect, test } from 'vitest'
import { typedAddresses } from './typed-addresses.ts'

const told = (text: string) => typedAddresses(text).map(({ name, address }) => `${name}|${address}`)

test.each([
  ['one address', ' ann@x.example ', ['|ann@x.example']],
  [
    'several, as people separate them',
    'a@x.example, b@x.example;c@x.example\nd@x.example',
    [...['|a@x.example', '|b@x.example', '|c@x.example', '|d@x.example']],
  ],
  [
    'names, with commas in quotes',
    '"Petit, Ann" <ann@x.example>, Bob B. <bob@x.example>',
    [...['Petit, Ann|ann@x.example', 'Bob B.|bob@x.example']],
  ],
  ['nothing', ' , ; ', []],
  ['what is no address, to be told', 'ann', ['|ann']],
])('%s', (_, text, expected) => {
  expect(told(text)).toEqual(expected)
})
