import { z } from 'zod'
import { type Operation, operation } from '../operation.ts'

export const sessionOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/inbox/session',
    role: 'viewer',
    summary: 'Who is signed in, for which company, in which role',
    status: 200,
    input: z.object({}),
    handler: ({ session }) => ({
      tenant: session.tenant,
      user: { id: session.user.id, name: session.user.name ?? null },
      role: session.role,
    }),
  }),
]
