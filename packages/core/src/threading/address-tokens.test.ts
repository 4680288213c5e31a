import { describe, expect, it } from 'vitest'
import { parsedMessage } from '../testing/parsed-message.ts'
import { addressTokens, taggedAddress } from './address-tokens.ts'

const token = `c${'0'.repeat(32)}.${'a'.repeat(20)}`
const address = `support+${token}@acme.example`

describe('addressTokens', () => {
  it.each(['Delivered-To', 'X-Original-To', 'X-Forwarded-To', 'Envelope-To', 'To', 'Cc'])(
    'finds the token in %s',
    (name) => {
      const headers = new Map([[name.toLowerCase(), ['other@acme.example', `Support <${address}>`]]])
      expect(addressTokens(parsedMessage({ headers }))).toEqual([token])
    },
  )

  it('finds it after a plus and after a dash, in any case, once', () => {
    const to = [address.toUpperCase(), `support-${token}@acme.example`].map((one) => ({
      name: '',
      address: one,
    }))
    expect(addressTokens(parsedMessage({ to, cc: to }))).toEqual([token])
  })

  it('finds none in ordinary addresses', () => {
    const to = ['support+sales@acme.example', `${token}@acme.example`, `a+${token}`].map((one) => ({
      name: '',
      address: one,
    }))
    expect(addressTokens(parsedMessage({ to }))).toEqual([])
  })
})

describe('taggedAddress', () => {
  it('puts the token behind the separator that the domain knows', () => {
    expect(taggedAddress('support@acme.example', '+', token)).toBe(address)
    expect(taggedAddress('support@acme.example', '-', token)).toBe(`support-${token}@acme.example`)
  })

  it('makes none that servers may refuse', () => {
    expect(taggedAddress('the-whole-support-team@acme.example', '+', token)).toBeNull()
    expect(taggedAddress('no address', '+', token)).toBeNull()
  })
})
