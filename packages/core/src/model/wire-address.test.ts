import { describe, expect, it } from 'vitest'
import { plainAddress, wireAddress } from './wire-address.ts'

describe('wireAddress', () => {
  it.each([
    ['zoe@client.example', 'zoe@client.example'],
    ['zoe@Pâtisserie.example', 'zoe@xn--ptisserie-b2a.example'],
    ['info@例え.jp', 'info@xn--r8jz45g.jp'],
    ['zoé@straße.de', 'zoé@xn--strae-oqa.de'],
    ['zoe@xn--ptisserie-b2a.example', 'zoe@xn--ptisserie-b2a.example'],
    ['zoe@pa\u0302tisserie.example', 'zoe@xn--ptisserie-b2a.example'],
    ['zoe@client，elsewhere.example', 'zoe@client，elsewhere.example'],
    ['zoe@pâtisserie%2Celsewhere.example', 'zoe@pâtisserie%2Celsewhere.example'],
    ['zoe@1.2', 'zoe@1.2'],
  ])('%s is %s', (address, expected) => {
    expect(wireAddress(address)).toBe(expected)
  })
})

describe('plainAddress', () => {
  it('refuses letters before the @ that have no other form, naming address, field and provider', () => {
    expect(() => plainAddress('cc', 'zoé@client.example', 'Amazon SES')).toThrow(
      expect.objectContaining({ code: 'rejected', field: 'cc', outcome: 'not-done', retry: 'never' }),
    )
    expect(() => plainAddress('cc', 'zoé@client.example', 'Amazon SES')).toThrow(/Amazon SES .*zoé@client/)
    expect(plainAddress('cc', 'zoe@pâtisserie.example', 'Amazon SES')).toBe('zoe@xn--ptisserie-b2a.example')
  })
})
