import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { generatedFiles } from './generated-files.ts'

it.each(
  generatedFiles().map(({ url, text }) => [url.pathname.split('/').slice(-4).join('/'), url, text] as const),
)('%s is what the table of operations makes of it (if not: pnpm generate)', (_, url, text) => {
  expect(readFileSync(url, 'utf8')).toBe(text)
})
