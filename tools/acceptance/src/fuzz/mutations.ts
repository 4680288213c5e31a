import fc from 'fast-check'

/** Pieces of mail that readers trip over. */
const pieces = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\0',
    ' ',
    '\t',
    '"',
    '<',
    '>',
    ';',
    '=',
    '=?',
    '?=',
    '(',
    ')',
    '\\',
    '--',
  ],
  ...[
    '\r\n--',
    '--\r\n',
    '\xff',
    '\x80',
    '\xef\xbb\xbf',
    '=E9',
    '=\r\n',
    '====',
    '%',
    "utf-8''%E9",
    '*0*=',
    '> ',
  ],
  ...[
    '=?utf-8?q?=C3?=',
    '=?utf-8?b?w6k=?=',
    '=?iso-2022-jp?b?GyRC?=',
    '=?x?x?x?=',
    '<!--',
    '<div>',
    '</td>',
    '&#x0;',
  ],
  ...[
    '<svg><style>',
    '<img src=x onerror=a>',
    "<a href='java\tscript:a'>",
    '\r\nbegin 644 a\r\n',
    '\r\nend\r\n',
  ],
  ...[
    '\r\nContent-Type: multipart/mixed; boundary=a\r\n',
    '\r\nContent-Type: text/html\r\n\r\n',
    '\r\n--a--\r\n',
  ],
  ...[
    '\r\nContent-Transfer-Encoding: base64\r\n',
    '\r\nContent-Type: message/rfc822\r\n\r\n',
    '\r\n__proto__: a\r\n',
  ],
  ...['\r\nContent-Type: application/ms-tnef\r\n\r\n', '\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n'],
  ...['\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n', '\r\n-- \r\n', '\x78\x9f\x3e\x22'],
].map((piece) => Buffer.from(piece, 'latin1'))

interface Change {
  readonly kind: 'cut' | 'flip' | 'insert' | 'remove' | 'repeat' | 'splice'
  /** Where, as a part of the whole. */
  readonly at: number
  readonly length: number
  readonly value: number
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('cut', 'flip', 'insert', 'insert', 'insert', 'remove', 'repeat', 'splice'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.nat(8), fc.nat(2000)),
  value: fc.nat(2 ** 16),
})

/** Mails of a collection, changed in one to six places. */
export function mutatedMails(mails: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const other = (value: number): Buffer => mails[value % mails.length] ?? Buffer.alloc(0)
  return fc
    .tuple(fc.nat(2 ** 16), fc.array(change, { minLength: 1, maxLength: 6 }))
    .map(([mail, changes]) => changes.reduce((bytes, one) => apply(bytes, one, other), other(mail)))
}

function apply(bytes: Buffer, { kind, at, length, value }: Change, other: (value: number) => Buffer): Buffer {
  const place = Math.floor(at * bytes.length)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (kind) {
    case 'cut':
      return before
    case 'flip':
      return Buffer.concat([before, Buffer.from([value & 0xff]), after.subarray(1)])
    case 'insert':
      return Buffer.concat([before, pieces[value % pieces.length] ?? before, after])
    case 'remove':
      return Buffer.concat([before, after.subarray(length)])
    case 'repeat':
      return Buffer.concat([
        before,
        ...Array<Buffer>(1 + (value % 20)).fill(after.subarray(0, length)),
        after,
      ])
    case 'splice':
      return Buffer.concat([before, other(value).subarray(0, length), after])
  }
}
