import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitReply } from '@guichet/core/reply-text'
import { z } from 'zod'
import { readExpectations } from './expectations.ts'
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

type Constraint = z.infer<typeof expectation>['constraints'][number]

/** crisp-email-reply-parser: closings and signatures are removed. */
export function scoreCrisp(corpora: string): readonly Outcome[] {
  const folder = join(corpora, 'crisp-email-reply-parser')
  return readExpectations(folder, expectation).map(({ test, file, constraints }) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const got = shown(splitReply(text), ['reply'])
    const outcomes = constraints.map((constraint) => judge(constraint, text, got))
    return {
      name: `crisp ${test} ${file}`,
      passed: outcomes.every((outcome) => outcome.passed),
      lost: outcomes.some((outcome) => outcome.lost),
      wanted: outcomes.map((outcome) => outcome.wanted).join(' & '),
      got: got.got,
    }
  })
}

function judge(constraint: Constraint, text: string, got: Shown): Outcome {
  if (constraint.op === 'equals') return compare('', constraint.text, got)
  if (constraint.op === 'nothing_stripped') return compare('', text, got)
  const wanted = constraint.op === 'matches' ? constraint.re : constraint.text
  const passed =
    constraint.op === 'matches'
      ? new RegExp(constraint.re, 'm').test(got.got)
      : normalize(got.got).startsWith(normalize(constraint.text))
  return { name: '', passed, lost: !passed, wanted, got: got.got }
}
