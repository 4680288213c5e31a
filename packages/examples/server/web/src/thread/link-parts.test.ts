import { expect, test } from 'vitest'
import { linkParts } from './link-parts.ts'

test('a web address becomes a link, the full stop after it does not', () => {
  expect(linkParts('Voir https://example.com/a?b=1.')).toEqual([
    { text: 'Voir ', isLink: false },
    { text: 'https://example.com/a?b=1', isLink: true },
    { text: '.', isLink: false },
  ])
})

test('nothing but http and https becomes a link', () => {
  expect(linkParts('javascript:alert(1) file:///etc/passwd').some((part) => part.isLink)).toBe(false)
})
