import { z } from 'zod'
import { bodyBytes, bytesOf } from './body-bytes.ts'
import type { Operation, RawInput } from './operation.ts'
import type { Problem } from './problem.ts'
import { isStorable, readJson } from './read-json.ts'

/** A request and the decoded parts of its path. */
export interface Incoming {
  readonly request: Request
  readonly params: Readonly<Record<string, string>>
}

/**
 * Takes a request apart for an operation, or says what to answer instead. The body is read last, and only by
 * operations that have one. Throws `invalid-configuration` when the host has read it already.
 */
export async function readInput(
  operation: Operation,
  { request, params }: Incoming,
  maxBodyBytes: number,
): Promise<RawInput | { readonly problem: Problem }> {
  const schemas = operation.input.shape
  if (schemas.params !== undefined && !z.safeParse(schemas.params, params).success) {
    return { problem: { status: 404, code: 'not-found', detail: 'there is nothing with this id' } }
  }
  // Only what somebody reads is taken apart: providers call often, and have neither.
  const query = schemas.query === undefined ? {} : queryOf(new URL(request.url))
  if (!Object.values(query).flat().every(isStorable)) {
    return { problem: { status: 400, code: 'invalid-input', detail: 'the query contains NUL' } }
  }
  const readsHeaders = schemas.headers !== undefined || operation.once
  const headers = readsHeaders ? Object.fromEntries(request.headers) : {}
  if (schemas.body === bodyBytes) {
    const problem = wrapped(request.headers)
    return problem === null ? { params, query, headers, body: bytesOf(request) } : { problem }
  }
  if (schemas.body === undefined) return { params, query, headers, body: undefined }
  const body = await readJson(request, maxBodyBytes)
  return 'problem' in body ? body : { params, query, headers, body: body.value }
}

/** Whether a file comes in something that would be stored instead of it. */
function wrapped(headers: Headers): Problem | null {
  const isForm = /^multipart\/form-data\b/i.test(headers.get('content-type') ?? '')
  const isCompressed = (headers.get('content-encoding') ?? 'identity') !== 'identity'
  if (!isForm && !isCompressed) return null
  const detail = 'the body must be the file itself, neither a form nor compressed'
  return { status: 415, code: 'unsupported-media-type', detail }
}

/** A parameter given twice stays two, so that its schema refuses it instead of one of them winning silently. */
function queryOf(url: URL): Readonly<Record<string, string | readonly string[]>> {
  const names = new Set(url.searchParams.keys())
  return Object.fromEntries(
    [...names].map((name) => {
      const [first = '', ...more] = url.searchParams.getAll(name)
      return [name, more.length === 0 ? first : [first, ...more]]
    }),
  )
}
