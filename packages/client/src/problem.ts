import type { problemSchema } from '@guichet/http'

/** What the server says is wrong: RFC 9457, with a code, a sentence for people and the fields at fault. */
export type Problem = (typeof problemSchema)['_zod']['input']

/** An answer that is no success; `message` is a sentence that may be shown to a person. */
export interface ProblemError extends Error {
  readonly problem: Problem
}

/** Whether a call failed because the server said so, and not because the network did. */
export function isProblem(error: unknown): error is ProblemError {
  return error instanceof Error && error.name === 'GuichetProblem'
}

/** Reads a problem from an answer; something in between (a proxy, a host's own 404) may answer in another form. */
export async function problemIn(response: Response): Promise<ProblemError> {
  const { status, headers } = response
  const text = await response.text()
  const isOurs = headers.get('content-type')?.startsWith('application/problem+json') ?? false
  const problem: Problem = isOurs ? JSON.parse(text) : foreign(status)
  return Object.assign(new Error(problem.detail), { name: 'GuichetProblem', problem })
}

function foreign(status: number): Problem {
  const detail = `the answer has the status ${status} and is not from the inbox: is baseUrl right?`
  return { type: 'about:blank', title: 'Unexpected answer', status, code: 'unexpected-answer', detail }
}
