import { expect, test } from 'vitest'
import { displayLink } from './index.ts'

test.each([
  [
    'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fa%3Fb%3D1&data=05%7C01&reserved=0',
    'https://shop.example/a?b=1',
  ],
  ['https://urldefense.com/v3/__https://shop.example/a__;!!abc!def$', 'https://shop.example/a'],
  [
    'https://urldefense.proofpoint.com/v2/url?u=https-3A__shop.example_a-3Fb-3D1&d=abc&c=def',
    'https://shop.example/a?b=1',
  ],
  ['https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fshop.example%2fa&c=E,1', 'https://shop.example/a'],
])('what %s hides is shown', (href, shown) => {
  expect(displayLink(href)).toBe(shown)
})

test.each([
  'https://shop.example/?url=https%3A%2F%2Fevil.example',
  'https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)',
  'https://eur01.safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fshop.example',
  'https://urldefense.proofpoint.com/v2/url?u=https-3A__shop.example-&d=abc',
  'https://urldefense.proofpoint.com/v2/url?u=-FF-FF&d=abc',
  'not an address',
])('%s is shown as it is', (href) => {
  expect(displayLink(href)).toBe(href)
})
