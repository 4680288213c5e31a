import { splitReply } from '@guichet/core/reply-text'
import { z } from 'zod'
import type { Corpora } from './corpora.ts'
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
export function scoreMailParserReply(corpora: Corpora): readonly Outcome[] {
  const folder = 'mail-parser-reply'
  return corpora.rows(`${folder}/expectations.jsonl`, expectation).flatMap(({ test, file, constraints }) => {
    const own = constraints.filter(({ reply, attr }) => reply === 0 && attr === 'body')
    const text = own.length === 0 ? null : corpora.text(`${folder}/${file}`)
    if (text === null) return []
    const { got, product } = shown(splitReply(text), ['reply'])
    const older = constraints.filter(
      ({ reply, op, text }) => (reply ?? 0) > 0 && op !== 'lacks' && (text ?? '').length > minEvidence,
    )
    const newest = own.map(({ text }) => text ?? '').join('\n')
    const leaks = older.filter(({ text }) => isIn(got, text) && !isIn(newest, text))
    const broken = own.filter((candidate) => !holds(candidate, got))
    return [
      {
        name: `mail-parser-reply ${test} ${file}`,
        passed: broken.length === 0 && leaks.length === 0,
        lost: own.some(({ op, text }) => op !== 'lacks' && isLost(linesOf(text).join('\n'), product)),
        wanted: JSON.stringify([...broken, ...leaks]),
        got,
      },
    ]
  })
}

/** The rule above a copied mail belongs to neither side: this collection counts it to the reply, others do not. */
function withoutLastRule(text: string): string {
  return text.trimEnd().replace(/\n[-_=]{10,}$/, '')
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').filter((line) => /\p{L}/u.test(line))
}

function isIn(got: string, text: string | undefined): boolean {
  return normalize(got).includes(normalize(text ?? ''))
}

function holds({ op, text }: Constraint, got: string): boolean {
  if (op === 'equals') return normalize(withoutLastRule(got)) === normalize(withoutLastRule(text ?? ''))
  return op === 'lacks' ? !isIn(got, text) : isIn(got, text)
}
