import { z } from 'zod'
import { bodyBytes } from '../body-bytes.ts'
import { operation } from '../operation.ts'
import { uploadSchema } from '../schemas/upload.ts'
import { idParams } from '../schemas.ts'

const uploadQuery = z.strictObject({ name: z.string().min(1).max(1000) })
const uploadHeaders = z.object({
  'content-type': z
    .string()
    .max(1000)
    .describe('What the file is called; its first bytes count more')
    .exactOptional(),
})

export const uploadOperations = [
  operation({
    name: 'uploads.create',
    method: 'POST',
    path: '/inbox/uploads',
    role: 'agent',
    summary: 'Upload a file, at most 25 MB, to attach it to an answer within a day',
    status: 201,
    input: z.object({ query: uploadQuery, headers: uploadHeaders, body: bodyBytes }),
    output: uploadSchema,
    handler: ({ tenant, query: { name }, headers, body: bytes }) => {
      const contentType = headers['content-type']
      return tenant.uploads.create({ name, bytes, ...(contentType === undefined ? {} : { contentType }) })
    },
  }),
  operation({
    name: 'uploads.remove',
    method: 'DELETE',
    path: '/inbox/uploads/{id}',
    role: 'agent',
    summary: 'Take an uploaded file back; one that goes with a message stays',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, params }) => tenant.uploads.remove(params.id),
  }),
] as const
