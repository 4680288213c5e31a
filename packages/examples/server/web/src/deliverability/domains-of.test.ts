import { expect, test } from 'vitest'
import { domainsOf } from './domains-of.ts'

test('each domain of a mailbox is offered once; a number has none', () => {
  const settings = [
    { address: 'Contact@Shop.example' },
    { address: 'sav@shop.example' },
    { address: 'a@atelier.example' },
    { number: '+33612345678' },
    { address: 'nowhere' },
    null,
  ]
  expect(domainsOf(settings.map((one) => ({ settings: one })))).toEqual(['atelier.example', 'shop.example'])
})
