import { type KnownSender, knownSenders } from '@guichet/core'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { deliverabilityReportSchema } from '../schemas/deliverability.ts'

const senderNames = Object.keys(knownSenders) as [KnownSender, ...KnownSender[]]

const checkQuery = z.strictObject({
  // A domain, or an address in it.
  domain: z.string().trim().min(1).max(320),
  senders: z
    .string()
    .transform((names) => names.split(','))
    .pipe(z.array(z.enum(senderNames)))
    .describe(`Services that send mail of the domain, by commas: ${senderNames.join(', ')}`)
    .exactOptional(),
  selectors: z
    .string()
    .max(1000)
    .transform((names) => names.split(','))
    .describe('Names under which its mail is signed with DKIM, by commas')
    .exactOptional(),
})

export const deliverabilityOperations = [
  operation({
    name: 'deliverability.check',
    method: 'GET',
    path: '/inbox/deliverability',
    role: 'agent',
    summary: 'What a domain publishes about its mail, and the record to publish where one is missing',
    status: 200,
    input: z.object({ query: checkQuery }),
    output: deliverabilityReportSchema,
    handler: ({ deliverability, query: { domain, ...options } }) => deliverability.check(domain, options),
  }),
] as const
