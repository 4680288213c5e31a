import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { decodeCharset } from './charset.ts'

const price = 'Ça coûte 50 € — « d’accord » ?'

test.each([
  ['windows-1252', 'windows-1252'],
  ['iso-8859-1', 'windows-1252'],
  ['ISO-8859-15', 'iso-8859-15'],
  ['utf-8', 'utf-8'],
  ['"UTF-8"', 'utf-8'],
  ['utf-16le', 'utf-16le'],
])('text declared %s and written as %s is read', (declared, written) => {
  const text = written === 'iso-8859-15' ? 'Ça coûte 50 €' : price
  expect(decodeCharset(iconv.encode(text, written), declared)).toBe(text)
})

test.each([null, '', 'us-ascii', 'unknown-8bit', 'x-nobody-knows-this'])(
  'bytes that are valid UTF-8 are read as UTF-8 when %s is declared',
  (declared) => {
    expect(decodeCharset(Buffer.from(price), declared)).toBe(price)
  },
)

test.each([null, 'us-ascii', 'x-nobody-knows-this'])(
  'other bytes are windows-1252 when %s is declared, so that € and ’ survive',
  (declared) => {
    expect(decodeCharset(iconv.encode(price, 'windows-1252'), declared)).toBe(price)
  },
)

test('a wrong utf-8 label on Latin-1 bytes does not cost the accents', () => {
  expect(decodeCharset(Buffer.from('déjà réglé', 'latin1'), 'utf-8')).toBe('déjà réglé')
})

test('a damaged character in real UTF-8 costs only itself', () => {
  const bytes = Buffer.concat([Buffer.from('déjà '), Buffer.from([0xc3]), Buffer.from(' réglé')])
  expect(decodeCharset(bytes, 'utf-8')).toBe('déjà \ufffd réglé')
})

test('gb2312 means gb18030, ks_c_5601-1987 means cp949', () => {
  expect(decodeCharset(iconv.encode('镕基', 'gb18030'), 'gb2312')).toBe('镕基')
  expect(decodeCharset(iconv.encode('똠방각하', 'cp949'), 'ks_c_5601-1987')).toBe('똠방각하')
})

test('iso-2022-jp is decoded with its escape sequences', () => {
  const bytes = Buffer.from('\u001b$B%F%9%H\u001b(B OK', 'latin1')
  expect(decodeCharset(bytes, 'iso-2022-jp')).toBe('テスト OK')
})

test('utf-7 is decoded', () => {
  expect(decodeCharset(Buffer.from('d+AOk-j+AOA-'), 'utf-7')).toBe('déjà')
})
