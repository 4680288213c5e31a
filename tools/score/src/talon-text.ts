import { join } from 'node:path'
import { splitReply } from '@guichet/core/reply-text'
import { z } from 'zod'
import { readExpectations } from './expectations.ts'
import { compare, type Outcome } from './outcome.ts'
import { shown } from './shown.ts'

export const talonExpectation = z.object({
  test: z.string(),
  kind: z.string(),
  input: z.string(),
  expected: z.string().nullish(),
  expected_text: z.string().nullish(),
})

/** talon, plain text: only what is quoted is removed. */
export function scoreTalonText(corpora: string): readonly Outcome[] {
  return readExpectations(join(corpora, 'talon'), talonExpectation)
    .filter(({ kind }) => kind === 'plain')
    .map(({ test, input, expected, expected_text }) => {
      const got = shown(splitReply(input), ['reply', 'closing', 'signature'])
      return compare(`talon ${test}`, expected ?? expected_text ?? '', got)
    })
}
