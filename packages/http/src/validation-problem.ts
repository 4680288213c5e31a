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
  return [{ field: path.join('.'), message: plainWords(issue) ?? issue.message }]
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

const formats: Readonly<Record<string, string>> = {
  datetime: 'this must be a time with its offset, such as 2026-12-24T09:30:00+01:00',
  guid: 'this must be an id that the API gave',
}

/** Zod speaks to programmers; this is read by people, too. Null where the sentence is ours. */
function plainWords(issue: z.core.$ZodIssue): string | null {
  if (!/^(?:Invalid|Too (?:small|big):) /.test(issue.message)) return null
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue)
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'this may not be empty'
      return `this must be at least ${issue.minimum}${units[issue.origin] ?? ''}`
    case 'too_big':
      return `this may be at most ${issue.maximum}${units[issue.origin] ?? ''}`
    case 'invalid_value':
      return `this must be one of: ${issue.values.join(', ')}`
    case 'invalid_format':
      return formats[issue.format] ?? null
    default:
      return null
  }
}

function typeWords({ expected, message }: z.core.$ZodIssueInvalidType): string | null {
  const wanted = typeNames[expected]
  if (wanted === undefined) return null
  return message.endsWith('received undefined') ? `this is missing: ${wanted}` : `this must be ${wanted}`
}
