import { expect, test } from 'vitest'
import { decodeTransfer, readTransferEncoding } from './transfer-encoding.ts'

test.each([
  ['bytes', 'd=C3=A9j=c3=a0', 'déjà'],
  ['soft breaks', 'un=\r\n deux=\n trois', 'un deux trois'],
  ['blanks before a soft break', 'un=  \t\r\n deux', 'un deux'],
  ['an equals sign that encodes nothing', '1+1=2 = x=ZZ', '1+1=2 = x=ZZ'],
  ['an equals sign at the end', 'fin=', 'fin'],
])('quoted-printable: %s', (_, encoded, text) => {
  expect(decodeTransfer(Buffer.from(encoded), 'quoted-printable').toString()).toBe(text)
})

test('base64 is read over lines, rubbish and a missing end', () => {
  expect(decodeTransfer(Buffer.from('Qm9u\r\nam91cg'), 'base64').toString()).toBe('Bonjour')
})

test('an encoding nobody defined is known to be unknown', () => {
  expect(readTransferEncoding('x-nobody-knows')).toBeNull()
  expect(readTransferEncoding(' "BASE64" ')).toBe('base64')
  expect(readTransferEncoding(null)).toBe('identity')
})

test('base64 that was joined of pieces is read beyond the padding of the first', () => {
  expect(decodeTransfer(Buffer.from('Qm9uam91cg==\r\nIQ=='), 'base64').toString()).toBe('Bonjour!')
})
