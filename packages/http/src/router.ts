import { Hono } from 'hono'
import type { Operation } from './operation.ts'
import { problemResponse } from './problem.ts'

/** Answers a request for an operation; `params` are the decoded parts of the path. */
export type Answer = (
  operation: Operation,
  request: Request,
  params: Readonly<Record<string, string>>,
) => Promise<Response>

/** Finds the operation for a request. The one file that knows the web framework. */
export function createRouter(
  operations: readonly Operation[],
  basePath: string,
  answer: Answer,
): (request: Request) => Promise<Response> {
  const app = new Hono().basePath(basePath)
  for (const [path, sharing] of byPath(operations)) {
    app.all(path.replace(/\{(\w+)\}/g, ':$1'), (c) =>
      dispatch(sharing, c.req.raw, (operation) => answer(operation, c.req.raw, c.req.param())),
    )
  }
  app.notFound(() =>
    problemResponse({ status: 404, code: 'not-found', detail: 'there is nothing at this address' }),
  )
  return async (request) => app.fetch(request)
}

/** Fixed paths come first: `/integrations/verify` is not the integration called `verify`. */
function byPath(operations: readonly Operation[]): readonly (readonly [string, readonly Operation[]])[] {
  const groups = Map.groupBy(operations, (operation) => operation.path)
  return [...groups].sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
}

async function dispatch(
  sharing: readonly Operation[],
  request: Request,
  answer: (operation: Operation) => Promise<Response>,
): Promise<Response> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const operation = sharing.find((candidate) => candidate.method === method)
  if (operation === undefined) return refuse(sharing, request.method)
  const response = await answer(operation)
  if (request.method !== 'HEAD') return response
  // A body that nobody reads would keep its file or its event stream open.
  await response.body?.cancel()
  return new Response(null, response)
}

function refuse(sharing: readonly Operation[], method: string): Response {
  const own = sharing.map((operation) => operation.method)
  const allow = [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  return problemResponse({
    status: 405,
    code: 'method-not-allowed',
    detail: `this address understands ${allow}`,
    headers: { allow },
  })
}
