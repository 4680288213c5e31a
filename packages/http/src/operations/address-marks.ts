import { z } from 'zod'
import { operation } from '../operation.ts'
import { listOf } from '../schemas/common.ts'
import { addressMarkSchema } from '../schemas/contact.ts'

const addressQuery = z.strictObject({ address: z.string().trim().min(1).max(320) })

export const addressMarkOperations = [
  operation({
    name: 'addresses.marks',
    method: 'GET',
    path: '/inbox/address-marks',
    role: 'viewer',
    summary: 'Why an address should not be written to without thought: it bounced, or its owner complained',
    status: 200,
    input: z.object({ query: addressQuery }),
    output: listOf(addressMarkSchema),
    handler: async ({ tenant, query }) => ({ items: await tenant.addresses.marks(query.address) }),
  }),
  operation({
    name: 'addresses.clearMarks',
    method: 'DELETE',
    path: '/inbox/address-marks',
    role: 'agent',
    summary: 'Say that an address is good again',
    status: 204,
    input: z.object({ query: addressQuery }),
    output: 'nothing',
    handler: ({ tenant, actor, query }) => tenant.addresses.clearMarks(query.address, actor),
  }),
] as const
