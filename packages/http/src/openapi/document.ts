import { z } from 'zod'
import { bodyBytes } from '../body-bytes.ts'
import type { Operation } from '../operation.ts'
import { problemSchema } from '../schemas/problem.ts'
import { type JsonSchema, jsonSchema, type NamedSchemas } from './json-schema.ts'
import { parametersOf } from './parameters.ts'
import { responsesOf } from './responses.ts'

export interface DocumentOptions {
  /** What stands before `/inbox` in the addresses of this server. */
  readonly serverUrl?: string
}

/** The whole API in OpenAPI 3.1, made from the table of operations. */
export function describeOperations(
  operations: readonly Operation[],
  options: DocumentOptions = {},
): JsonSchema {
  const named: NamedSchemas = new Map()
  named.set('Problem', jsonSchema(problemSchema, named))
  const byPath = Map.groupBy(operations, ({ path }) => path)
  const paths = [...byPath].map(([path, sharing]) => [path, describeAll(sharing, named)])
  return {
    openapi: '3.1.1',
    info: {
      title: 'Guichet inbox',
      version: '1',
      description:
        'The inbox of a company: conversations over mail, SMS, WhatsApp and webhooks. Every call is inside the company of the session.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: options.serverUrl ?? '/' }],
    tags: tagsOf(operations),
    security: [{ session: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries([...named].sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: { session: sessionScheme },
    },
  }
}

const sessionScheme = {
  type: 'apiKey',
  in: 'cookie',
  name: 'session',
  description:
    'The session of the host application, however it recognises its users: its own cookie, an Authorization header. A session has one company and one of the roles viewer, agent and admin.',
}

function describeAll(sharing: readonly Operation[], named: NamedSchemas): JsonSchema {
  return Object.fromEntries(
    sharing.map((operation) => [operation.method.toLowerCase(), describe(operation, named)]),
  )
}

function describe(operation: Operation, named: NamedSchemas): JsonSchema {
  const { body } = operation.input.shape
  return {
    operationId: operation.name,
    tags: [tagOf(operation)],
    summary: operation.summary,
    description: whoMayCall(operation),
    ...(operation.role === 'public' || operation.role === 'signature' ? { security: [] } : {}),
    'x-lowest-role': operation.role,
    parameters: parametersOf(operation, named),
    ...(body instanceof z.ZodType ? { requestBody: describeBody(body, named) } : {}),
    responses: responsesOf(operation, named),
  }
}

function describeBody(body: z.ZodType, named: NamedSchemas): JsonSchema {
  // Of any type: it is what its first bytes say.
  if (body === bodyBytes) return { required: true, content: { '*/*': {} } }
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema: jsonSchema(body, named) } },
  }
}

function whoMayCall({ role }: Operation): string {
  if (role === 'public') return 'Anybody may call it.'
  if (role === 'signature') return 'For servers of providers, which prove by a signature who they are.'
  return `Needs the role ${role} or a higher one.`
}

function tagsOf(operations: readonly Operation[]): readonly JsonSchema[] {
  return [...new Set(operations.map(tagOf))].map((name) => ({ name }))
}

function tagOf({ name }: Operation): string {
  return name.split('.')[0] ?? name
}
