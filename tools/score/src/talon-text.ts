import { splitReply } from '@guichet/core/reply-text'
import { z } from 'zod'
import type { Corpora } from './corpora.ts'
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
export function scoreTalonText(corpora: Corpora): readonly Outcome[] {
  return corpora
    .rows('talon/expectations.jsonl', talonExpectation)
    .filter(({ kind }) => kind === 'plain')
    .map(({ test, input, expected, expected_text }) => {
      const got = shown(splitReply(input), ['reply', 'closing', 'signature'])
      return compare(`talon ${test}`, expected ?? expected_text ?? '', got)
    })
}
