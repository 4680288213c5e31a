import { expect, test } from 'vitest'
import { readMailIds } from './mail-ids.ts'

test.each([
  ['one id', '<a@example.com>', ['a@example.com']],
  ['ids without blanks between them', '<a@x><b@x>,<c@x>', ['a@x', 'b@x', 'c@x']],
  ['an id folded inside its brackets', '<very.long\t id@example.com>', ['very.longid@example.com']],
  ['phrases around an id', 'Your message of Monday <a@x> (fwd)', ['a@x']],
  ['an id without brackets', 'a@example.com', ['a@example.com']],
  ['words without brackets or at sign', 'Mail of Monday', []],
  ['empty brackets', '<>', []],
  ['nothing', '', []],
  ['an id without an at sign, in brackets', '<20261121.1234>', ['20261121.1234']],
  ['case is kept', '<AbC@Example.COM>', ['AbC@Example.COM']],
  ['a repeated id counts where it stands last', '<a@x> <b@x> <a@x>', ['b@x', 'a@x']],
  ['an id longer than a line is no id', `<${'a'.repeat(1000)}@x>`, []],
])('%s', (_, value, ids) => {
  expect(readMailIds(value)).toEqual(ids)
})

test('of many references the newest hundred are kept, oldest first', () => {
  const value = Array.from({ length: 150 }, (_, index) => `<${index}@x>`).join(' ')
  const ids = readMailIds(value)
  expect(ids).toHaveLength(100)
  expect([ids[0], ids[99]]).toEqual(['50@x', '149@x'])
})
