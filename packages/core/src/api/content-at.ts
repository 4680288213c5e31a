import { createHash } from 'node:crypto'
import { GuichetError } from '../errors.ts'
import type { ChannelType, RawContent, RawMessage } from '../ports/channel.ts'

/** Mails within mails nest deeper only to hurt. */
const maxDepth = 5
/** What is larger is downloaded. */
const maxBytes = 16 * 1024 * 1024

type Reader = Pick<ChannelType, 'content' | 'attachment'>

/** What a message shows, or the message within it that the path of places leads to. Throws `not-found`. */
export async function contentAt(
  channel: Reader,
  raw: RawMessage,
  path: readonly number[],
): Promise<RawContent> {
  if (channel.content === undefined || path.length > maxDepth) throw noSuchMail()
  const content = await channel.content(raw)
  const [place, ...rest] = path
  if (place === undefined) return content
  const isMail = content.mails?.some(({ attachment }) => attachment === place) === true
  const bytes = isMail ? await channel.attachment?.(raw, place) : null
  if (bytes === null || bytes === undefined) throw noSuchMail()
  return contentAt(channel, await collect(bytes), rest)
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<RawMessage> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of pieces) {
    size += chunk.byteLength
    if (size > maxBytes) {
      throw new GuichetError('invalid-input', 'the message within this message is too large: download it')
    }
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes
  }
  return { size, sha256: createHash('sha256').update(bytes).digest('hex'), bytes, open }
}

function noSuchMail(): GuichetError {
  return new GuichetError('not-found', 'no message is attached at this place')
}
