import { GuichetError } from '@guichet/core'
import type { Problem } from './problem.ts'

/**
 * Reads a body of at most so many bytes, counted while reading: a length that was announced may be a lie. Throws
 * `invalid-configuration` when the host has read the body already.
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
  if (Number(request.headers.get('content-length')) > maxBytes) return { problem: tooLarge }
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > maxBytes) return { problem: tooLarge }
      chunks.push(chunk)
    }
  } catch {
    // Only the client's connection can fail here, and the client is whom the answer is for.
    return {
      problem: { status: 400, code: 'malformed-body', detail: 'the body ended before it was complete' },
    }
  }
  return { bytes: Buffer.concat(chunks) }
}
