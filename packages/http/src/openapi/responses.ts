import { bodyBytes } from '../body-bytes.ts'
import type { Operation } from '../operation.ts'
import { isOpen } from '../operation.ts'
import { titles } from '../problem.ts'
import { type JsonSchema, jsonSchema, type NamedSchemas } from './json-schema.ts'

/** What an operation answers: its success and the problems that are foreseen; `default` stands for all others. */
export function responsesOf(operation: Operation, named: NamedSchemas): JsonSchema {
  const problems = problemsOf(operation).map((status) => [status, problem(titles[status] ?? 'A problem')])
  return {
    [operation.status]: success(operation, named),
    ...Object.fromEntries(problems),
    default: problem('Any other problem'),
  }
}

function success({ output, summary }: Operation, named: NamedSchemas): JsonSchema {
  if (output === 'nothing') return { description: 'Done; there is nothing to tell' }
  if (output === 'bytes') {
    return { description: 'The bytes of the file', content: { 'application/octet-stream': {} } }
  }
  if (output === 'events') {
    return {
      description: 'Server-sent events until the client leaves; the data of each is JSON',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }
  }
  return { description: summary, content: { 'application/json': { schema: jsonSchema(output, named) } } }
}

function problemsOf(operation: Operation): readonly number[] {
  const { params, query, body: given } = operation.input.shape
  const body = given === bodyBytes ? undefined : given
  return [
    ...(isOpen(operation) ? [] : [401, 403]),
    ...(params === undefined ? [] : [404]),
    ...(body === undefined ? [] : [400, 413, 415]),
    ...(query === undefined && body === undefined ? [] : [422]),
  ].sort()
}

function problem(description: string): JsonSchema {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}
