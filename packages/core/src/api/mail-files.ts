import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { MailFile } from '../inbox-mailer.ts'
import { headerText } from '../model/header-text.ts'
import { cleanText } from '../model/text.ts'
import { maxAttachedBytes } from '../model/upload.ts'

const mostFiles = 50

/** A file that is in memory and fits. */
export interface CheckedFile {
  readonly name: string
  readonly contentType: string
  readonly contentId?: string
  readonly bytes: Uint8Array
}

const fileSchema: z.ZodType<MailFile> = z.strictObject({
  name: z.string().min(1, 'a file needs a name').max(255, 'a file name has at most 255 characters'),
  contentType: z
    .string()
    .regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/, 'must be a type such as application/pdf')
    .exactOptional(),
  content: z.custom<MailFile['content']>(isContent, 'must be bytes (Uint8Array) or a stream of them'),
  contentId: z
    .string()
    .regex(/^[\w.+@-]{1,200}$/, 'letters, digits and . _ + - @ only')
    .exactOptional(),
})

export const filesSchema = z
  .array(fileSchema)
  .max(mostFiles, `at most ${mostFiles} files`)
  .readonly()
  .optional()

function isContent(value: unknown): boolean {
  return (
    value instanceof Uint8Array ||
    (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
  )
}

/** Reads files to their end. Throws `invalid-input` as soon as they are more than a mail can carry. */
export async function readFiles(files: readonly MailFile[]): Promise<readonly CheckedFile[]> {
  const read: CheckedFile[] = []
  let room = maxAttachedBytes
  for (const { name, contentType = 'application/octet-stream', contentId, content } of files) {
    const bytes = await readWithin(content, room)
    room -= bytes.length
    const named = { name: headerText('attachments', cleanText(name, 255)), contentType, bytes }
    read.push(contentId === undefined ? named : { ...named, contentId })
  }
  return read
}

async function readWithin(content: MailFile['content'], room: number): Promise<Uint8Array> {
  if (content instanceof Uint8Array) {
    if (content.length > room) throw tooLarge()
    return content
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > room) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): GuichetError {
  const sentence = 'attachments: a mail carries at most 25 MB of files in all: send a link instead'
  return new GuichetError('invalid-input', sentence, { field: 'attachments' })
}
