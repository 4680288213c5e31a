import { tenantIdSchema } from '@guichet/core'
import { z } from 'zod'

/** What a person may do: a viewer reads, an agent answers, an admin changes folders and integrations. */
export const roles = ['viewer', 'agent', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who asks, and for which company: every call of a request happens inside this tenant. */
export interface Session {
  readonly tenant: string
  readonly user: { readonly id: string; readonly name?: string | undefined }
  readonly role: Role
}

/** The host application's answer to "who is this?"; nothing means that nobody is signed in. */
export type Authenticate = (
  request: Request,
) => Session | null | undefined | Promise<Session | null | undefined>

/** A session comes from host code that no compiler may have seen: a wrong role must not pass as a high one. */
export const sessionSchema: z.ZodType<Session> = z.object({
  tenant: tenantIdSchema,
  user: z.object({ id: z.string().min(1).max(200), name: z.string().optional() }),
  role: z.enum(roles),
})

/** Whether a role includes what another one may do. */
export function includesRole(role: Role, needed: string): boolean {
  return roles.slice(0, roles.indexOf(role) + 1).some((included) => included === needed)
}
