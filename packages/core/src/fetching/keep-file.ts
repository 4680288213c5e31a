import { fileNameWithEnding } from '../content/file-names.ts'
import { GuichetError } from '../errors.ts'
import type { Attachment } from '../model/message.ts'
import type { TenantId } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import type { FetchedFile } from '../ports/channel.ts'
import { storeSniffed } from '../store-sniffed.ts'
import { untilAbort } from '../until-abort.ts'
import type { FetchingContext } from './fetching-context.ts'

const defaultMaxBytes = 16 * 1024 * 1024

interface Keeping {
  readonly tenant: TenantId
  readonly attachment: Attachment
  readonly signal: AbortSignal
}

/**
 * Stores a file while it is read, at most as large as allowed, and says what it turned out to be: its type by its
 * first bytes, a name that keeps nobody guessing. Throws what reading it throws; then nothing is stored.
 */
export async function keepFile(
  ctx: FetchingContext,
  file: FetchedFile,
  { tenant, attachment, signal }: Keeping,
): Promise<Attachment> {
  const maxBytes = ctx.maxFetchedFileBytes ?? defaultMaxBytes
  const bytes = untilStopped(file.bytes, signal)
  const stored = { tenant, bytes, maxBytes, tooLarge: () => tooLarge(maxBytes) }
  const { blob, sniffed } = await storeSniffed(ctx.blobs, stored)
  const declared = cleanText(file.contentType.split(';')[0]?.trim().toLowerCase() ?? '', 200)
  return {
    ...attachment,
    name: fileNameWithEnding(attachment.name || file.name || '', sniffed.extension),
    contentType: sniffed.contentType ?? (declared || attachment.contentType),
    size: blob.size,
    fetched: { state: 'stored', blobKey: blob.key, error: null },
  }
}

async function* untilStopped(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  let isDone = false
  try {
    while (!isDone) {
      const next = await untilAbort(signal, iterator.next(), tooSlow)
      if (next.done === true) isDone = true
      else yield next.value
    }
  } finally {
    // Not waited for: a source that hangs would hang here as well.
    if (!isDone) void iterator.return?.().catch(() => undefined)
  }
}

export function tooSlow(): GuichetError {
  return new GuichetError('host-unreachable', 'the provider took too long to give the file', {
    retry: 'later',
  })
}

function tooLarge(maxBytes: number): GuichetError {
  const megabytes = Math.floor(maxBytes / 1024 / 1024)
  return new GuichetError('rejected', `the file is larger than the ${megabytes} MB that are kept here`)
}
