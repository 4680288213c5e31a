import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPartContent } from './part-content.ts'

test.each(['\r\n', '\n'])('the size of a base64 file is known without decoding it (%j)', (lineEnd) => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.integer({ min: 1, max: 5000 }), (size, chunk) => {
      const lines =
        Buffer.alloc(size, 7)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      const encoded = Buffer.from(lines.map((line) => line + lineEnd).join(''))
      const content = createPartContent('base64', 0)
      for (let start = 0; start < encoded.length; start += chunk)
        content.push(encoded.subarray(start, start + chunk))
      expect(content.finish().size).toBe(size)
    }),
    { seed: 5 },
  )
})

test('the line end before a boundary is not content, and what is not wanted is not kept', () => {
  const content = createPartContent('identity', 4)
  content.push(Buffer.from('Bonjour\r\n'))
  expect(content.finish()).toMatchObject({ content: Buffer.from('Bonj'), size: 7 })
})

test.each([
  ['base64', 'Qm9u\r\nam91cg==\r\n\r\n\r\n', 7],
  ['base64', 'Qm9uam91cg==', 7],
  ['quoted-printable', 'Bonjour =C3=A0 =\r\ntous\r\n', 15],
  ['quoted-printable', 'Bonjour =C3=A0 =\ntous\n', 15],
] as const)('the size of %s text is what decoding would give: %j', (encoding, encoded, size) => {
  const content = createPartContent(encoding, 0)
  content.push(Buffer.from(encoded))
  expect(content.finish().size).toBe(size)
})
