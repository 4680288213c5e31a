import type { Problem } from './problem.ts'
import { readBytes } from './read-bytes.ts'

/** A body that was understood, or what to answer instead. */
export type JsonBody = { readonly value: unknown } | { readonly problem: Problem }

const maxDepth = 64
const dangerousKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Reads a JSON body of at most so many bytes, counted while reading: a length that was announced may be a
 * lie. Throws `invalid-configuration` when the host has read the body already.
 */
export async function readJson(request: Request, maxBytes: number): Promise<JsonBody> {
  if (!isPlainJson(request.headers)) {
    const detail = 'the body must be application/json in UTF-8, not compressed'
    return { problem: { status: 415, code: 'unsupported-media-type', detail } }
  }
  const body = await readBytes(request, maxBytes)
  return 'problem' in body ? body : parseJson(body.bytes)
}

function isPlainJson(headers: Headers): boolean {
  const [type, ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((parameter) => parameter.trim()).find((text) => text.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  const isCompressed = (headers.get('content-encoding') ?? 'identity') !== 'identity'
  return type?.trim() === 'application/json' && isUtf8 && !isCompressed
}

function parseJson(bytes: Uint8Array): JsonBody {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return malformed('the body is not valid UTF-8')
  }
  try {
    const value: unknown = JSON.parse(text)
    const fault = faultOf(value, '', 0)
    return fault === null ? { value } : malformed(fault.detail, fault.field)
  } catch (error) {
    // The parser's own sentence quotes the body, which may hold a password: only the place is taken from it.
    const place = error instanceof SyntaxError ? /position \d+/.exec(error.message) : null
    return malformed(place ? `the body is not valid JSON at ${place[0]}` : 'the body is not valid JSON')
  }
}

function malformed(detail: string, field?: string): { readonly problem: Problem } {
  return { problem: { status: 400, code: 'malformed-body', detail, ...(field ? { field } : {}) } }
}

interface Fault {
  readonly field: string
  readonly detail: string
}

/** Finds what JSON allows and nobody behind it can take: deep nesting, prototype keys, text a database refuses. */
function faultOf(value: unknown, field: string, depth: number): Fault | null {
  if (depth > maxDepth) return { field: '', detail: `the body is nested deeper than ${maxDepth} levels` }
  if (typeof value === 'string') return textFault(value, field)
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const path = field === '' ? key : `${field}.${key}`
    if (dangerousKeys.has(key)) return { field: path, detail: `a key may not be called ${key}` }
    const fault = textFault(key, field) ?? faultOf(inner, path, depth + 1)
    if (fault !== null) return fault
  }
  return null
}

function textFault(text: string, field: string): Fault | null {
  if (isStorable(text)) return null
  return { field, detail: 'a text contains NUL or half of a surrogate pair, which cannot be stored' }
}

/** Whether Postgres takes a text: it refuses NUL and lone surrogates. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
