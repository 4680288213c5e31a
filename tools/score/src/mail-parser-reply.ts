import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitReply } from '@guichet/core/reply-text'
import { z } from 'zod'
import { readExpectations } from './expectations.ts'
import { isLost, normalize, type Outcome } from './outcome.ts'
import { shown } from './shown.ts'

const constraint = z.object({
  reply: z.number().optional(),
  attr: z.string().optional(),
  op: z.string(),
  text: z.string().optional(),
})
const expectation = z.object({ test: z.string(), file: z.string(), constraints: z.array(constraint) })

/** A greeting is in every mail of an exchange: that it is shown does not say that an older one leaked. */
const minEvidence = 8

type Constraint = z.infer<typeof constraint>

/** mail-parser-reply: the body of the newest reply, without closing; nothing asserted of an older one leaks. */
export function scoreMailParserReply(corpora: string): readonly Outcome[] {
  const folder = join(corpora, 'mail-parser-reply')
  return readExpectations(folder, expectation).flatMap(({ test, file, constraints }) => {
    const own = constraints.filter(({ reply, attr }) => reply === 0 && attr === 'body')
    if (own.length === 0) return []
    const { got, product } = shown(splitReply(readFileSync(join(folder, file), 'utf8')), ['reply'])
    const older = constraints.filter(
      ({ reply, op, text }) => (reply ?? 0) > 0 && op !== 'lacks' && (text ?? '').length > minEvidence,
    )
    const newest = own.map(({ text }) => text ?? '').join('\n')
    const leaks = older.filter(({ text }) => isIn(got, text) && !isIn(newest, text))
    const broken = own.filter((candidate) => !holds(candidate, got))
    return {
      name: `mail-parser-reply ${test} ${file}`,
      passed: broken.length === 0 && leaks.length === 0,
      lost: own.some(({ op, text }) => op !== 'lacks' && isLost(linesOf(text).join('\n'), product)),
      wanted: JSON.stringify([...broken, ...leaks]),
      got,
    }
  })
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').filter((line) => /\p{L}/u.test(line))
}

function isIn(got: string, text: string | undefined): boolean {
  return normalize(got).includes(normalize(text ?? ''))
}

function holds({ op, text }: Constraint, got: string): boolean {
  if (op === 'equals') return normalize(got) === normalize(text ?? '')
  return op === 'lacks' ? !isIn(got, text) : isIn(got, text)
}
