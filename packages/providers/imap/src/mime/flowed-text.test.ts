import { expect, test } from 'vitest'
import { unfoldFlowed } from './flowed-text.ts'

test.each([
  ['soft breaks are joined', 'un \ndeux \ntrois', 'un deux trois'],
  ['hard breaks stay', 'un\ndeux', 'un\ndeux'],
  ['the signature separator is never flowed', 'fin \n-- \nJean', 'fin \n-- \nJean'],
  [
    'quotes are joined within their depth',
    '> un \n> deux\n>> trois \n> quatre',
    '> un deux\n>> trois \n> quatre',
  ],
  ['stuffed blanks go', ' From here\n  indented', 'From here\n indented'],
  ['empty quoted lines stay', '> un\n>\n> deux', '> un\n>\n> deux'],
])('%s', (_, text, unfolded) => {
  expect(unfoldFlowed(text, false)).toBe(unfolded)
})

test('with DelSp the blank at the break goes', () => {
  expect(unfoldFlowed('日本 \n語', true)).toBe('日本語')
})
