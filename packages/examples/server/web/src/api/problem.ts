import type * as core from '@guichet/core'
import type { Dictionary } from '../language/french.ts'

/** Why a request failed, as the API says it (RFC 9457), or `offline` when there was no answer at all. */
export interface Problem {
  readonly code: keyof Dictionary['problems']
  /** The API's own sentence, in English. */
  readonly detail: string
  /** What is wrong with which input, for instance with `settings.host`. */
  readonly errors: readonly FieldError[]
  /** What is wrong with an account, in the words of every language. */
  readonly problems: readonly AccountProblem[]
}

export type AccountProblem = core.AccountProblem & {
  readonly words: Readonly<Record<core.Language, core.ProblemWords>>
}

export interface FieldError {
  readonly field: string
  readonly message: string
}

/** What is wrong with one input; null when nothing is. */
export function errorAt(problem: Problem | null, field: string): string | null {
  return problem?.errors.find((error) => error.field === field)?.message ?? null
}

interface ProblemError extends Error {
  readonly problem: Problem
}

export function problemError(problem: Problem): ProblemError {
  return Object.assign(new Error(problem.detail), { problem })
}

/** Whether everything that is wrong is about these inputs, and so can be read there. */
export function isAllAt(problem: Problem, fields: readonly string[]): boolean {
  return problem.errors.length > 0 && problem.errors.every((error) => fields.includes(error.field))
}

/** The problem inside anything thrown; what the API did not say itself is `internal`. */
export function problemOf(error: unknown): Problem {
  if (isProblemError(error)) return error.problem
  return {
    code: 'internal',
    detail: error instanceof Error ? error.message : String(error),
    errors: [],
    problems: [],
  }
}

function isProblemError(error: unknown): error is ProblemError {
  return error instanceof Error && 'problem' in error
}
