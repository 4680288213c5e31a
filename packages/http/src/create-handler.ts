import {
  type Clock,
  GuichetError,
  type Inbox,
  jsonLog,
  type Log,
  systemClock,
  type TenantId,
  toGuichetError,
} from '@guichet/core'
import { isCrossSite } from './cross-site.ts'
import { failureFields } from './failure-fields.ts'
import { isOpen, type Operation } from './operation.ts'
import { operations } from './operations/index.ts'
import { type Problem, problemOf, problemResponse } from './problem.ts'
import { type Incoming, readInput } from './read-input.ts'
import { createRouter } from './router.ts'
import { securedResponse, withSecurityHeaders } from './security-headers.ts'
import { type Authenticate, includesRole, type Session, sessionSchema } from './session.ts'
import { validationProblem } from './validation-problem.ts'

export interface HandlerOptions {
  /** Who asks: reads the host's own session from the request, never the body. */
  readonly authenticate: Authenticate
  /** The part of the path before `/inbox` that the host does not strip; empty unless told. */
  readonly basePath?: string
  /** Larger bodies are refused with 413; 1 MiB unless told. */
  readonly maxBodyBytes?: number
  /** Other origins whose pages may change things, `https://app.example`; none unless told. */
  readonly allowedOrigins?: readonly string[]
  /**
   * Set while the host is developed, never in production: `POST /inbox/test-email` is open to everybody then, and who is
   * not signed in sends from this tenant.
   */
  readonly development?: { readonly tenant: TenantId } | undefined
  /** Where failures go; one JSON line each on standard error unless told. */
  readonly log?: Log
  readonly clock?: Clock
}

interface Server extends Required<Omit<HandlerOptions, 'development'>>, Pick<HandlerOptions, 'development'> {
  readonly inbox: Inbox
}

/**
 * The whole HTTP surface of an inbox as one function that answers every request and never rejects. Throws
 * `invalid-configuration` for a base path that is not one.
 */
export function createHandler(
  inbox: Inbox,
  options: HandlerOptions,
): (request: Request) => Promise<Response> {
  const server = withDefaults(inbox, options)
  if (!/^(\/[\w.~-]+)*$/.test(server.basePath)) {
    throw new GuichetError(
      'invalid-configuration',
      'basePath must look like /guichet, without a slash at its end',
      { field: 'basePath' },
    )
  }
  const route = createRouter(operations, server.basePath, async (operation, request, params) => {
    try {
      return await answer(server, operation, { request, params })
    } catch (error) {
      return failure(server, operation, error)
    }
  })
  return async (request) => withSecurityHeaders(await route(request))
}

/** Defaults apply to fields that are there and undefined, too: plain JavaScript writes those. */
function withDefaults(inbox: Inbox, options: HandlerOptions): Server {
  const { authenticate, basePath = '', maxBodyBytes = 1024 * 1024, allowedOrigins = [] } = options
  const { clock = systemClock(), log = jsonLog(clock, (line) => process.stderr.write(line)) } = options
  const { development } = options
  return { inbox, authenticate, basePath, maxBodyBytes, allowedOrigins, development, log, clock }
}

async function answer(
  server: Server,
  operation: Operation,
  { request, params }: Incoming,
): Promise<Response> {
  // What a signature lets in, no cookie did.
  if (operation.role !== 'signature' && isCrossSite(request, server.allowedOrigins)) {
    return problemResponse({
      status: 403,
      code: 'forbidden',
      detail: 'another site may not change anything here; name its origin in allowedOrigins if it may',
    })
  }
  const session = isOpen(operation) ? null : await sessionFor(server, operation, request)
  const refusal = isOpen(operation) ? null : refusalOf(operation, session)
  if (refusal !== null) return problemResponse(refusal)
  const raw = await readInput(operation, { request, params }, server.maxBodyBytes)
  if ('problem' in raw) return problemResponse(raw.problem)
  const { inbox, clock, log, maxBodyBytes } = server
  const outcome = await operation.run({ inbox, session, request, clock, log, maxBodyBytes }, raw)
  if ('issues' in outcome) return problemResponse(validationProblem(outcome.issues))
  return success(operation, outcome.value)
}

function refusalOf({ role }: Operation, session: Session | null): Problem | null {
  if (session === null) return { status: 401, code: 'unauthenticated', detail: 'nobody is signed in' }
  if (includesRole(session.role, role)) return null
  const detail = `this needs the role ${role}; you have the role ${session.role}`
  return { status: 403, code: 'forbidden', detail }
}

async function sessionFor(server: Server, operation: Operation, request: Request): Promise<Session | null> {
  const session = await sessionOf(server, request)
  const { development } = server
  if (development === undefined || operation.openInDevelopment === undefined) return session
  return { ...(session ?? { tenant: development.tenant, user: { id: 'developer' } }), role: 'admin' }
}

async function sessionOf({ authenticate }: Server, request: Request): Promise<Session | null> {
  const answered = await authenticate(request)
  if (answered === undefined || answered === null) return null
  const session = sessionSchema.safeParse(answered)
  if (session.success) return session.data
  const fields = session.error.issues.map((issue) => issue.path.join('.')).join(', ')
  throw new GuichetError('invalid-configuration', `authenticate returned a session with a wrong ${fields}`)
}

function success({ status, output }: Operation, value: unknown): Response {
  if (value instanceof Response) return value
  if (output === 'nothing') return securedResponse(null, { status })
  return securedResponse(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })
}

function failure({ clock, log }: Server, operation: Operation, thrown: unknown): Response {
  const error = toGuichetError(thrown)
  const correlationId = clock.newId()
  const problem = problemOf(error, correlationId)
  if (problem.status >= 500) {
    const { method, path } = operation
    log.error('a request failed', { correlationId, method, path, ...failureFields(error) })
  }
  return problemResponse(problem)
}
