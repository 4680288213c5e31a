import { z } from 'zod'
import { operation } from '../operation.ts'
import { roles } from '../session.ts'

const sessionOutput = z.object({
  tenant: z.string(),
  user: z.object({ id: z.string(), name: z.string().nullable() }),
  role: z.enum(roles),
})

export const sessionOperations = [
  operation({
    name: 'session.get',
    method: 'GET',
    path: '/inbox/session',
    role: 'viewer',
    summary: 'Who is signed in, for which company, in which role',
    status: 200,
    input: z.object({}),
    output: sessionOutput,
    handler: ({ session }) => ({
      tenant: session.tenant,
      user: { id: session.user.id, name: session.user.name ?? null },
      role: session.role,
    }),
  }),
] as const
