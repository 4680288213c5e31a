import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'

test('what is posted is shown in lines, and what is no JSON as it is', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(prettyJson('<html>')).toBe('<html>')
})
