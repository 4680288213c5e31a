import { expect, test } from 'vitest'
import { shortcutOf } from './shortcuts.ts'

const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }

test('a letter and the same letter with Shift are two shortcuts', () => {
  expect(shortcutOf({ ...plain, key: 'e' })).toBe('resolve')
  expect(shortcutOf({ ...plain, key: 'E', shiftKey: true })).toBe('resolveAndNext')
})

test('a question mark asks for help whether or not the keyboard needs Shift for it', () => {
  expect(shortcutOf({ ...plain, key: '?' })).toBe('help')
  expect(shortcutOf({ ...plain, key: '?', shiftKey: true })).toBe('help')
})

test('Ctrl and Cmd send, with Shift they also resolve', () => {
  expect(shortcutOf({ ...plain, key: 'Enter', ctrlKey: true })).toBe('send')
  expect(shortcutOf({ ...plain, key: 'Enter', metaKey: true, shiftKey: true })).toBe('sendAndResolve')
})

test('shortcuts of the browser are left alone', () => {
  expect(shortcutOf({ ...plain, key: 'r', ctrlKey: true })).toBeNull()
  expect(shortcutOf({ ...plain, key: 'e', altKey: true })).toBeNull()
})
