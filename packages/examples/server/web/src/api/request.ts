import { french } from '../language/french.ts'
import { type FieldError, type Problem, problemError } from './problem.ts'

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Where the API is, on the origin the page came from. */
export const apiBase = '/inbox'

/** Asks the API. Throws an error that carries a `Problem`. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options)
  return response.json()
}

/** Tells the API to do something whose answer has no body. Throws an error that carries a `Problem`. */
export async function command(path: string, options: RequestOptions): Promise<void> {
  await send(path, options)
}

/** `?a=1&b=2` from what is defined; empty when nothing is. */
export function queryString(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null) search.set(name, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const response = await connect(path, options)
  if (!response.ok) throw problemError(problemIn(response.status, response.statusText, await response.text()))
  return response
}

async function connect(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, headers, signal } = options
  try {
    return await fetch(apiBase + path, {
      method,
      credentials: 'same-origin',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw problemError({ code: 'offline', detail: '', errors: [], problems: [] })
  }
}

/** Why a request failed, as its answer says it. */
export function problemIn(status: number, statusText: string, answer: string): Problem {
  const body = jsonIn(answer)
  const detail = textOf(body, 'detail') ?? `${status} ${statusText}`.trim()
  return {
    code: codeOf(body) ?? codeOfStatus(status),
    detail,
    errors: errorsOf(body, detail),
    problems: problemsOf(body),
  }
}

/** A proxy in between answers with pages. */
function jsonIn(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return {}
  }
}

/** The API is of the same version as the page. */
function problemsOf(body: unknown): Problem['problems'] {
  const problems = fieldValue(body, 'problems')
  return Array.isArray(problems) ? problems : []
}

/** Either every field at fault, or only the one that the whole problem is about. */
function errorsOf(body: unknown, detail: string): readonly FieldError[] {
  const errors = fieldValue(body, 'errors')
  if (Array.isArray(errors)) {
    return errors.map((error: unknown) => ({
      field: textOf(error, 'field') ?? '',
      message: textOf(error, 'message') ?? '',
    }))
  }
  const field = textOf(body, 'field')
  // At the field itself its name says nothing.
  return field === null ? [] : [{ field, message: detail.replace(`${field}: `, '') }]
}

function codeOf(body: unknown): Problem['code'] | null {
  const code = textOf(body, 'code')
  return code !== null && isKnownCode(code) ? code : null
}

function isKnownCode(code: string): code is Problem['code'] {
  return Object.hasOwn(french.problems, code)
}

/** A proxy in between answers without our codes. */
function codeOfStatus(status: number): Problem['code'] {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not-found'
  if (status === 429) return 'throttled'
  return status === 502 || status === 503 || status === 504 ? 'offline' : 'internal'
}

function textOf(body: unknown, name: string): string | null {
  const value = fieldValue(body, name)
  return typeof value === 'string' ? value : null
}

function fieldValue(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}
