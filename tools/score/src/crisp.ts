import { type ReplyPart, replyParts, splitReply } from '@guichet/core/reply-text'
import { z } from 'zod'
import type { Corpora } from './corpora.ts'
import { compare, normalize, type Outcome, type Shown } from './outcome.ts'
import { shown } from './shown.ts'

const expectation = z.object({
  test: z.string(),
  file: z.string(),
  constraints: z.array(
    z.discriminatedUnion('op', [
      z.object({ op: z.literal('equals'), text: z.string() }),
      z.object({ op: z.literal('startsWith'), text: z.string() }),
      z.object({ op: z.literal('matches'), re: z.string() }),
      z.object({ op: z.literal('nothing_stripped') }),
    ]),
  ),
})

/** `-Ann` */
function withName(part: ReplyPart): ReplyPart {
  return part.kind === 'closing' && /^\s*[-–—]/.test(part.text) ? { ...part, kind: 'reply' } : part
}

type Constraint = z.infer<typeof expectation>['constraints'][number]

/** crisp-email-reply-parser: closings and signatures are removed, but not a name that stands there without a good-bye. */
export function scoreCrisp(corpora: Corpora): readonly Outcome[] {
  const folder = 'crisp-email-reply-parser'
  return corpora.rows(`${folder}/expectations.jsonl`, expectation).flatMap(({ test, file, constraints }) => {
    const text = corpora.text(`${folder}/${file}`)
    if (text === null) return []
    const got = shown(replyParts(splitReply(text).parts.map(withName)), ['reply'])
    const outcomes = constraints.map((constraint) => judge(constraint, text, got))
    return [
      {
        name: `crisp ${test} ${file}`,
        passed: outcomes.every((outcome) => outcome.passed),
        lost: outcomes.some((outcome) => outcome.lost),
        wanted: outcomes.map((outcome) => outcome.wanted).join(' & '),
        got: got.got,
      },
    ]
  })
}

function judge(constraint: Constraint, text: string, got: Shown): Outcome {
  if (constraint.op === 'equals') return compare('', constraint.text, got)
  if (constraint.op === 'nothing_stripped') return compare('', text, got)
  const wanted = constraint.op === 'matches' ? constraint.re : constraint.text
  const holds = (text: string) =>
    constraint.op === 'matches'
      ? new RegExp(constraint.re, 'm').test(text)
      : normalize(text).startsWith(normalize(constraint.text))
  return { name: '', passed: holds(got.got), lost: !holds(got.product), wanted, got: got.got }
}
