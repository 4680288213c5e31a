import { type Log, toGuichetError } from '@guichet/core'

/**
 * Turns chunks into the body of an answer, read only as fast as the client takes them. The first chunk is
 * read at once, so that what cannot be read throws here, while the answer can still say so.
 */
export async function byteStream(
  chunks: AsyncIterable<Uint8Array>,
  log: Log,
  onCancel?: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const iterator = chunks[Symbol.asyncIterator]()
  let next = await iterator.next()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (next.done) return controller.close()
        controller.enqueue(next.value)
        try {
          next = await iterator.next()
        } catch (error) {
          // The status is long sent: only a broken connection tells the client that something is missing.
          log.error('an answer broke off', { code: toGuichetError(error).code })
          controller.error(error)
        }
      },
      cancel: async () => {
        onCancel?.()
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
