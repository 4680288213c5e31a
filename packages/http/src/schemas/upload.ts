import { z } from 'zod'
import { dateTime } from './common.ts'

/** A file on its way into a message. */
export const uploadSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    contentType: z.string(),
    size: z.int(),
    createdAt: dateTime,
  })
  .meta({ id: 'Upload' })
