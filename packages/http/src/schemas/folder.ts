import { type Rule, statuses } from '@guichet/core'
import { z } from 'zod'

const conditionSchema = z.strictObject({
  field: z.enum(['sender', 'subject', 'body']),
  operator: z.enum(['contains', 'equals', 'starts-with', 'ends-with']),
  value: z.string(),
})

/** A tree of conditions. How deep it may be, and how long its texts, the SDK's own schema says. */
export const ruleView: z.ZodType<Rule, Rule> = z
  .union([
    conditionSchema,
    z.strictObject({ all: z.array(z.lazy(() => ruleView)) }),
    z.strictObject({ any: z.array(z.lazy(() => ruleView)) }),
    z.strictObject({ not: z.lazy(() => ruleView) }),
  ])
  .meta({ id: 'Rule' })

export const folderSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    name: z.string(),
    parentId: z.string().nullable(),
    position: z.int(),
    rule: ruleView.nullable(),
    system: z.boolean(),
  })
  .meta({ id: 'Folder' })

/** With how many conversations of each status it holds; a status that is absent has none. */
export const folderViewSchema = folderSchema.extend({ counts: z.partialRecord(z.enum(statuses), z.int()) })
