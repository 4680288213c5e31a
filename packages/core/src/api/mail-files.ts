import { z } from 'zod'
import type { MailFile, UploadedMailFile } from '../inbox-mailer.ts'
import type { TakenFile } from '../sending/writing/queue-mail.ts'
import type { ApiContext } from './api-context.ts'
import { keepUpload } from './uploads-api.ts'

const mostFiles = 50

const contentId = z
  .string()
  .regex(/^[\w.+@-]{1,200}$/, 'letters, digits and . _ + - @ only')
  .exactOptional()

const fileSchema: z.ZodType<MailFile | UploadedMailFile> = z.union(
  [
    z.strictObject({ upload: z.string(), contentId }),
    z.strictObject({
      name: z.string(),
      contentType: z.string().exactOptional(),
      content: z.custom<MailFile['content']>(isContent),
      contentId,
    }),
  ],
  'must be { name, content } with its bytes or a stream of them, or { upload } with the id of an upload',
)

export const filesSchema = z
  .array(fileSchema)
  .max(mostFiles, `at most ${mostFiles} files`)
  .readonly()
  .optional()

function isContent(value: unknown): boolean {
  if (value instanceof Uint8Array) return true
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Stores files that are not uploads yet. One that no mail takes is gone after a day. */
export async function keepFiles(
  ctx: ApiContext,
  files: readonly (MailFile | UploadedMailFile)[],
): Promise<readonly TakenFile[]> {
  const kept: TakenFile[] = []
  for (const file of files) {
    const id = 'upload' in file ? file.upload : (await keepUpload(ctx, uploadOf(file))).id
    kept.push({ id, contentId: file.contentId ?? null })
  }
  return kept
}

function uploadOf({ name, contentType, content }: MailFile): Parameters<typeof keepUpload>[1] {
  const bytes = content instanceof Uint8Array ? oneChunk(content) : content
  return { name, bytes, ...(contentType === undefined ? {} : { contentType }) }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
