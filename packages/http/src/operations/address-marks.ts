import { z } from 'zod'
import { type Operation, operation } from '../operation.ts'

const addressQuery = z.strictObject({ address: z.string().trim().min(1).max(320) })

export const addressMarkOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/inbox/address-marks',
    role: 'viewer',
    summary: 'Why an address should not be written to without thought: it bounced, or its owner complained',
    status: 200,
    input: z.object({ query: addressQuery }),
    handler: async ({ tenant, query }) => ({ items: await tenant.addresses.marks(query.address) }),
  }),
  operation({
    method: 'DELETE',
    path: '/inbox/address-marks',
    role: 'agent',
    summary: 'Say that an address is good again',
    status: 204,
    input: z.object({ query: addressQuery }),
    handler: ({ tenant, actor, query }) => tenant.addresses.clearMarks(query.address, actor),
  }),
]
