import { z } from 'zod'
import type { Status } from './conversation.ts'

const conditionSchema = z.strictObject({
  field: z.enum(['sender', 'subject', 'body']),
  operator: z.enum(['contains', 'equals', 'starts-with', 'ends-with']),
  value: z.string().trim().min(1, 'a condition needs a text to look for').max(500),
})

/** One comparison; case and accents do not count, so `facture` finds `FACTURÉ`. */
export type Condition = z.infer<typeof conditionSchema>

/** A tree of conditions: `all` is AND, `any` is OR, `not` turns one round. */
export type Rule =
  | Condition
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }

/** Deeper trees say nothing more and cost a stack. */
const maxDepth = 8

export const ruleSchema: z.ZodType<Rule, Rule> = ruleOfDepth(maxDepth)

function ruleOfDepth(depth: number): z.ZodType<Rule, Rule> {
  if (depth === 0) return conditionSchema
  const inner = z.lazy(() => ruleOfDepth(depth - 1))
  const list = z.array(inner).min(1, 'a group needs at least one condition').max(50)
  return z.union([
    conditionSchema,
    z.strictObject({ all: list }),
    z.strictObject({ any: list }),
    z.strictObject({ not: inner }),
  ])
}

/** Folders every tenant has; what is not from a person is filed in the last two unless a rule says otherwise. */
export const systemFolderKeys = ['inbox', 'newsletters', 'automatic'] as const
export type SystemFolderKey = (typeof systemFolderKeys)[number]

/** Where a conversation is filed. */
export interface Folder {
  readonly id: string
  /** Unique in the tenant, usable in a URL. */
  readonly key: string
  readonly name: string
  readonly parentId: string | null
  /** Rules are tried in this order; the first folder that matches wins. */
  readonly position: number
  readonly rule: Rule | null
  /** System folders can be renamed but not removed. */
  readonly system: boolean
}

/** How many conversations of each status a folder holds; a status that is absent has none. */
export type FolderCounts = Readonly<Partial<Record<Status, number>>>

export interface FolderView extends Folder {
  readonly counts: FolderCounts
}

export interface FolderInput {
  readonly name: string
  readonly parentId?: string | null
  readonly rule?: Rule | null
  readonly position?: number
}
