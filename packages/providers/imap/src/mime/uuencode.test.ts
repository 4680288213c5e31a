import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPartContent } from './part-content.ts'
import { createTransferDecoder } from './transfer-decoder.ts'
import { decodeTransfer, readTransferEncoding } from './transfer-encoding.ts'

function uuencode(bytes: Uint8Array, zero: ' ' | '`'): string {
  const character = (bits: number): string => (bits === 0 ? zero : String.fromCharCode(bits + 0x20))
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += 45) {
    const line = bytes.subarray(start, start + 45)
    let text = character(line.length)
    for (let at = 0; at < line.length; at += 3) {
      const group = ((line[at] ?? 0) << 16) | ((line[at + 1] ?? 0) << 8) | (line[at + 2] ?? 0)
      for (const shift of [18, 12, 6, 0]) text += character((group >> shift) & 0x3f)
    }
    lines.push(text)
  }
  return ['begin 644 blue ball.png', ...lines, '`', 'end', ''].join('\r\n')
}

test.each(['x-uuencode', 'x-uue', 'UUENCODE'])('%s is a transfer encoding', (name) => {
  expect(readTransferEncoding(name)).toBe('uuencode')
})

test.each([' ', '`'] as const)(
  'what was uuencoded comes back, in pieces of any size (zero is %j)',
  (zero) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 200 }), (bytes, size) => {
        const encoded = Buffer.from(uuencode(bytes, zero))
        expect(decodeTransfer(encoded, 'uuencode')).toEqual(Buffer.from(bytes))
        const decoder = createTransferDecoder('uuencode')
        const pieces: Buffer[] = []
        for (let start = 0; start < encoded.length; start += size)
          pieces.push(decoder.push(encoded.subarray(start, start + size)))
        expect(Buffer.concat([...pieces, decoder.finish()])).toEqual(Buffer.from(bytes))
      }),
      { seed: 7 },
    )
  },
)

test('the size of a uuencoded file is known without decoding it', () => {
  const content = createPartContent('uuencode', 0)
  content.push(Buffer.from(uuencode(Buffer.alloc(1000, 9), '`')))
  expect(content.finish().size).toBe(1000)
})
