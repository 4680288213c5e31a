import { GuichetError } from '../../errors.ts'
import type { Attachment } from '../../model/message.ts'
import { maxAttachedBytes } from '../../model/upload.ts'
import type { Transaction } from '../../ports/storage.ts'

/**
 * Uploads as files of a message, in this order. Throws `invalid-input` for one that is gone or goes with another message,
 * and for more than a mail may hold.
 */
export async function takeFiles(
  tx: Transaction,
  messageId: string,
  ids: readonly string[],
): Promise<readonly Attachment[]> {
  if (ids.length === 0) return []
  const taken = await tx.uploads.take(ids, messageId)
  if (taken.length < new Set(ids).size)
    throw wrong('a file is not there any more, or was sent already: attach it again')
  const size = taken.reduce((sum, upload) => sum + upload.size, 0)
  if (size > maxAttachedBytes) throw wrong(tooMuch(size))
  return taken.map(({ id, name, contentType, size: bytes, blobKey }) => ({
    ...{ name, contentType, size: bytes, contentId: null, inline: false },
    uploaded: { id, blobKey },
  }))
}

const megabytes = (count: number) => Math.ceil((count / 1024 / 1024) * 10) / 10

export const oneMailHolds = `a mail holds ${megabytes(maxAttachedBytes)} MB`

/** Why files of so many bytes are not sent. */
export function tooMuch(bytes: number): string {
  return `the files have ${megabytes(bytes)} MB together; ${oneMailHolds}: leave some out, or send a link`
}

function wrong(sentence: string): GuichetError {
  return new GuichetError('invalid-input', `attachments: ${sentence}`, { field: 'attachments' })
}
