import { z } from 'zod'
import { operation } from '../operation.ts'
import { contactSchema } from '../schemas/contact.ts'
import { idParams } from '../schemas.ts'

export const contactOperations = [
  operation({
    name: 'contacts.get',
    method: 'GET',
    path: '/inbox/contacts/{id}',
    role: 'viewer',
    summary: 'A contact and its addresses',
    status: 200,
    input: z.object({ params: idParams }),
    output: contactSchema,
    handler: ({ tenant, params }) => tenant.contacts.get(params.id),
  }),
] as const
