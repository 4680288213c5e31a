import { z } from 'zod'

/** One company using the host application. The host chooses the id; it never changes. */
export type TenantId = string

export const tenantIdSchema: z.ZodType<TenantId> = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'a tenant id is 1 to 63 letters, digits, dots, dashes or underscores',
  )

/** Who did something: shown in the history, kept in the audit. */
export type Actor =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'system' }
