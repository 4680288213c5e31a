import { GuichetError, isGuichetError } from '../../errors.ts'
import type { MailAttachment } from '../../model/mail.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import type { OutboundAttachment } from '../../ports/outbound-message.ts'

type StoredFile = Pick<MailAttachment, 'name' | 'contentType' | 'contentId' | 'blobKey'>

/** A file that goes out. A message of which one cannot be read was certainly not sent: it is tried again. */
export function outboundFile(blobs: BlobStore, { blobKey, ...labels }: StoredFile): OutboundAttachment {
  return { ...labels, open: () => readFile(blobs, blobKey) }
}

async function* readFile(blobs: BlobStore, blobKey: string): AsyncGenerator<Uint8Array> {
  try {
    yield* blobs.open(blobKey)
  } catch (cause) {
    if (isGuichetError(cause)) throw cause
    throw new GuichetError('storage-failed', 'a file of the message could not be read; it is tried again', {
      retry: 'later',
      cause,
    })
  }
}
