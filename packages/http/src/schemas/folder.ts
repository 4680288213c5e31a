import { ruleSchema, statuses } from '@guichet/core'
import { z } from 'zod'

export const folderSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  position: z.int(),
  rule: ruleSchema.nullable(),
  system: z.boolean(),
})

/** With how many conversations of each status it holds; a status that is absent has none. */
export const folderViewSchema = folderSchema.extend({ counts: z.partialRecord(z.enum(statuses), z.int()) })
