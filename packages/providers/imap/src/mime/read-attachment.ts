import type { RawMessage } from '@guichet/core'
import { readCarefully } from './careful-reader.ts'
import { isDoubtful } from './doubts.ts'
import { withLineFeeds } from './line-ends.ts'
import { bytesToLookInside, mailFiles } from './mail-files.ts'
import type { Part } from './part.ts'
import { createPartWalker } from './part-walker.ts'
import { createTransferDecoder } from './transfer-decoder.ts'
import { asBuffer, piecesOf, walkMail } from './walk-mail.ts'

/**
 * The bytes of one file of a mail, by its place in the list of attachments; null when there is none. The mail is read
 * twice: once to find the part, once to hand its bytes on, a piece at a time.
 */
export async function readAttachment(
  raw: RawMessage,
  index: number,
): Promise<AsyncIterable<Uint8Array> | null> {
  const { root } = await walkMail(raw, { keep: bytesToLookInside })
  if (raw.bytes !== null && isDoubtful(root)) {
    // It gives up at its own limits; the list was then made of our own walk, as it is here.
    const careful = await readCarefully(asBuffer(raw.bytes), index).catch(() => null)
    if (careful?.kept !== undefined) return oneChunk(careful.kept)
  }
  const file = mailFiles(root)[index]
  if (file === undefined) return null
  return file.bytes === null ? decodedBytes(raw, file.part) : oneChunk(file.bytes)
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function* decodedBytes(raw: RawMessage, part: Part): AsyncGenerator<Uint8Array> {
  const waiting: Buffer[] = []
  const decoder = createTransferDecoder(part.encoding ?? 'identity')
  const walker = createPartWalker(() => undefined, {
    onContent: (current, bytes) => {
      if (current.number === part.number) waiting.push(decoder.push(bytes))
    },
  })
  const input = withLineFeeds(walker.push)
  for await (const chunk of piecesOf(raw)) {
    input.push(asBuffer(chunk))
    yield* waiting.splice(0)
  }
  input.end()
  walker.finish()
  yield* [...waiting.splice(0), decoder.finish()].filter((bytes) => bytes.length > 0)
}
