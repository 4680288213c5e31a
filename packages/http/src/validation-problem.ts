import type { z } from 'zod'
import { headerName } from './header-name.ts'
import type { FieldError, Problem } from './problem.ts'

/** Says which fields of a request do not fit, never what they held. */
export function validationProblem(issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = issues.flatMap(fieldErrors)
  const [first] = errors
  const detail = first ? [first.field, first.message].filter(Boolean).join(': ') : 'the request does not fit'
  return {
    status: 422,
    code: 'invalid-input',
    detail,
    ...(first ? { field: first.field } : {}),
    errors,
  }
}

function fieldErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  // The first step says where it was: params, query, headers or body.
  const [place, ...inner] = issue.path.map(String)
  const path = place === 'headers' ? inner.map(headerName) : inner
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      message: 'nothing of this name is known',
    }))
  }
  return [{ field: path.join('.'), message: typeWords(issue) ?? issue.message }]
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** Zod speaks of types to programmers; this is read by people, too. Null where its sentence is ours. */
function typeWords(issue: z.core.$ZodIssue): string | null {
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) return null
  const wanted = typeNames[issue.expected]
  if (wanted === undefined) return null
  return issue.message.endsWith('received undefined')
    ? `this is missing: ${wanted}`
    : `this must be ${wanted}`
}
