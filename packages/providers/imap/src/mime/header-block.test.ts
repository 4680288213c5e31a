import { expect, test } from 'vitest'
import { firstHeader, readHeaderBlock } from './header-block.ts'

function read(text: string, encoding: BufferEncoding = 'utf8'): readonly [string, string][] {
  return readHeaderBlock(Buffer.from(text, encoding)).map((line) => [line.name, line.value])
}

test('folded lines are joined and names are lower case', () => {
  expect(read('Subject: un\r\n deux\r\n\ttrois\r\nTo: a@x\r\n')).toEqual([
    ['subject', 'un deux\ttrois'],
    ['to', 'a@x'],
  ])
})

test('a blank before the colon and an mbox line do no harm', () => {
  expect(read('From jean@example.fr Sat Nov 21\nSubject : un\n')).toEqual([['subject', 'un']])
})

test('a parameter that lost its indentation still belongs to the line above', () => {
  expect(read('Content-Type: multipart/mixed;\nboundary="x"\n')).toEqual([
    ['content-type', 'multipart/mixed; boundary="x"'],
  ])
})

test('raw UTF-8 and raw Latin-1 are both read, even in one block', () => {
  expect(read('Subject: été\n')).toEqual([['subject', 'été']])
  expect(read('Subject: été\n', 'latin1')).toEqual([['subject', 'été']])
  const mixed = Buffer.concat([Buffer.from('A: été\n', 'latin1'), Buffer.from('B: été\n')])
  expect(readHeaderBlock(mixed).map((line) => line.value)).toEqual(['été', 'été'])
})

test('the first of two lines counts', () => {
  const lines = readHeaderBlock(Buffer.from('From: a@x\nFrom: b@x\n'))
  expect(firstHeader(lines, 'from')).toBe('a@x')
})
