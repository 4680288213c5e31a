import { z } from 'zod'
import { fileNameWithEnding } from '../content/file-names.ts'
import { GuichetError } from '../errors.ts'
import type { UploadInput, UploadsApi } from '../inbox-api.ts'
import { maxAttachedBytes, type StoredUpload, type Upload } from '../model/upload.ts'
import { discardLater, discardUpload } from '../sending/writing/discard-uploads.ts'
import { oneMailHolds } from '../sending/writing/take-files.ts'
import { storeSniffed } from '../store-sniffed.ts'
import { validate } from '../validate.ts'
import { type ApiContext, within } from './api-context.ts'

const factsSchema = z.object({
  name: z.string().trim().min(1, 'a file has a name').max(1000, 'at most 1000 characters'),
  contentType: z.string().max(1000).default(''),
})

export function uploadsApi(ctx: ApiContext): UploadsApi {
  return {
    create: async (input) => {
      const { blobKey: _, messageId: __, ...upload } = await keepUpload(ctx, input)
      return upload satisfies Upload
    },
    async remove(id) {
      if (await discardUpload(ctx, { tenant: ctx.tenant, subject: id })) return
      throw new GuichetError('not-found', 'there is no such file, or it goes with a message')
    },
  }
}

/**
 * Stores a file while it is read. What it is by its first bytes counts more than what it is called. Programs are
 * refused: mail servers do not take them, and would refuse the whole message later.
 */
export async function keepUpload(ctx: ApiContext, { bytes, ...facts }: UploadInput): Promise<StoredUpload> {
  const { name, contentType } = validate(factsSchema, facts)
  const { tenant, blobs, clock } = ctx
  const tooLarge = () => refused(`${name} is too large, as ${oneMailHolds}: send a link to it instead`)
  const file = { tenant, bytes, maxBytes: maxAttachedBytes, tooLarge }
  const { blob, sniffed } = await storeSniffed(blobs, file)
  const safeName = fileNameWithEnding(name, sniffed.extension)
  if (sniffed.isProgram || blob.size === 0) {
    await blobs.remove([blob.key])
    throw sniffed.isProgram ? program(safeName) : refused(`${safeName} is empty`)
  }
  const upload: StoredUpload = {
    ...{ id: clock.newId(), name: safeName, size: blob.size, createdAt: clock.now() },
    contentType: sniffed.contentType ?? declared(contentType),
    ...{ blobKey: blob.key, messageId: null },
  }
  await within(ctx, async (tx) => {
    await tx.uploads.insert([upload])
    await discardLater(tx, ctx, [upload.id])
  })
  return upload
}

/** A type that may stand in a header; what is none is nothing that anybody knows. */
function declared(contentType: string): string {
  const plain = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(plain) ? plain : 'application/octet-stream'
}

function program(name: string): GuichetError {
  return refused(`${name} is a program, and mail servers refuse programs: send a link to it instead`)
}

function refused(sentence: string): GuichetError {
  return new GuichetError('invalid-input', `attachments: ${sentence}`, { field: 'attachments' })
}
