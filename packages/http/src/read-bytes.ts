import { GuichetError } from '@guichet/core'
import type { Problem } from './problem.ts'

/**
 * Reads a body of at most so many bytes. A length that was announced is one that the HTTP server holds the client to
 * (RFC 9112 §6.3), so that such a body is read in one go, which is much faster; others are counted while reading.
 * Throws `invalid-configuration` when the host has read the body already.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: Problem }> {
  if (request.bodyUsed) {
    throw new GuichetError(
      'invalid-configuration',
      'the body was read before it reached @guichet/http; mount the handler before body parsers',
    )
  }
  const detail = `the body is larger than ${maxBytes} bytes`
  const tooLarge: Problem = { status: 413, code: 'body-too-large', detail }
  const announced = request.headers.get('content-length')
  if (Number(announced) > maxBytes) return { problem: tooLarge }
  try {
    const bytes = announced === null ? await readCounted(request, maxBytes) : await request.arrayBuffer()
    if (bytes === null || bytes.byteLength > maxBytes) return { problem: tooLarge }
    return { bytes: new Uint8Array(bytes) }
  } catch {
    // Only the client's connection can fail here, and the client is whom the answer is for.
    return {
      problem: { status: 400, code: 'malformed-body', detail: 'the body ended before it was complete' },
    }
  }
}

/** Null for a body that is too large: the rest of it is not read. */
async function readCounted(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
