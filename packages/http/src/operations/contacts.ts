import { z } from 'zod'
import { type Operation, operation } from '../operation.ts'
import { idParams } from '../schemas.ts'

export const contactOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/inbox/contacts/{id}',
    role: 'viewer',
    summary: 'A contact and its addresses',
    status: 200,
    input: z.object({ params: idParams }),
    handler: ({ tenant, params }) => tenant.contacts.get(params.id),
  }),
]
