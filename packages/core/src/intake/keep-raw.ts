import type { StoredBlob } from '../ports/blobs.ts'
import type { RawMessage, ReceivedMessage } from '../ports/channel.ts'
import type { IntakeContext } from './intake-context.ts'
import { plausibleTime } from './plausible-time.ts'

/** A received message whose raw bytes are durable. */
export interface KeptMessage {
  readonly received: Omit<ReceivedMessage, 'raw'>
  readonly blob: StoredBlob
  readonly raw: RawMessage
}

/** Makes the raw bytes durable before anything tries to understand them. */
export async function keepRaw(
  ctx: Pick<IntakeContext, 'blobs' | 'tenant' | 'clock'>,
  messages: readonly ReceivedMessage[],
): Promise<readonly KeptMessage[]> {
  if (messages.length === 0) return []
  const blobs = await ctx.blobs.put(
    ctx.tenant,
    messages.map((message) => message.raw),
  )
  const now = ctx.clock.now()
  return messages.map(({ raw, ...received }, index) => {
    const blob = blobs[index]
    if (blob === undefined) throw new RangeError('the blob store returned fewer blobs than it was given')
    const receivedAt = plausibleTime(received.receivedAt, now)
    return { received: { ...received, receivedAt }, blob, raw: rawMessage(ctx, blob, raw) }
  })
}

function rawMessage(
  ctx: Pick<IntakeContext, 'blobs'>,
  blob: StoredBlob,
  raw: ReceivedMessage['raw'],
): RawMessage {
  return {
    size: blob.size,
    sha256: blob.sha256,
    bytes: raw instanceof Uint8Array ? raw : null,
    // A stream that came off the wire is used up; the stored copy can be read again.
    open: () => ctx.blobs.open(blob.key),
  }
}
