import { splitReplyHtml } from '@guichet/core/reply-text'
import type { Corpora } from './corpora.ts'
import { dense, isLost, type Outcome } from './outcome.ts'
import { shown } from './shown.ts'
import { talonExpectation } from './talon-text.ts'

/** talon, HTML: only what is quoted is removed; visible text is compared without white space. */
export function scoreTalonHtml(corpora: Corpora): readonly Outcome[] {
  return corpora
    .rows('talon/expectations.jsonl', talonExpectation)
    .filter(({ kind }) => kind === 'html')
    .map(({ test, input, expected, expected_text }) => {
      const wanted = expected_text ?? visibleText(expected ?? '')
      const { got, product } = shown(splitReplyHtml(input), ['reply', 'closing', 'signature'])
      return {
        name: `talon ${test}`,
        passed: dense(wanted) === dense(got),
        lost: isLost(wanted, product),
        wanted,
        got,
      }
    })
}

function visibleText(html: string): string {
  return splitReplyHtml(html)
    .parts.map(({ text }) => text)
    .join('')
}
