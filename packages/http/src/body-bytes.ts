import { GuichetError } from '@guichet/core'
import { z } from 'zod'

/** The body of an operation that takes a file as it is: nothing is read before its handler does. Clients give a `Blob`. */
export const bodyBytes = z
  .custom<Blob>()
  // What the client gives arrives as a stream; see `readInput`.
  .transform((body) => body as unknown as AsyncIterable<Uint8Array>)

/** The bytes of a request as they come. Throws `invalid-configuration` when the host has read them already. */
export async function* bytesOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.bodyUsed) {
    throw new GuichetError(
      'invalid-configuration',
      'the body was read before it reached @guichet/http; mount the handler before body parsers',
    )
  }
  try {
    for await (const chunk of request.body ?? []) yield chunk
  } catch (cause) {
    // Only the client's connection can fail here, and the client is whom the answer is for.
    throw new GuichetError('invalid-input', 'the body ended before it was complete', { cause })
  }
}
