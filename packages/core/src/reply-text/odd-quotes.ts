import { findAttributions } from './attributions.ts'
import type { MailLine } from './mail-line.ts'

/** Signs that some people and programs quote with instead of `>`. */
const signs = '|:)}]#%+*'
const minRun = 2

/** Marks as quoted the lines that begin with an unusual sign, where an introduction stands above such lines. */
export function withOddQuotes(lines: readonly MailLine[]): readonly MailLine[] {
  for (const { last } of findAttributions(lines).values()) {
    const first = nextFilled(lines, last + 1)
    const sign = signOf(lines[first])
    if (sign === null || !signs.includes(sign)) continue
    const run = lines.slice(first, first + minRun)
    if (run.length < minRun || run.some((line) => signOf(line) !== sign)) continue
    return lines.map((line, index) =>
      index >= first && line.mark === null && signOf(line) === sign ? { ...line, isQuoted: true } : line,
    )
  }
  return lines
}

function signOf(line: MailLine | undefined): string | null {
  return line?.text.trimStart().charAt(0) ?? null
}

function nextFilled(lines: readonly MailLine[], from: number): number {
  let at = from
  while (lines[at]?.isBlank === true) at += 1
  return at
}
