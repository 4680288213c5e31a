import { findingKeys } from '@guichet/core'
import { z } from 'zod'
import { dateTime } from './common.ts'
import { problemWordsSchema } from './integration.ts'

const findingStateSchema = z.enum(['good', 'notice', 'problem', 'unknown'])

const dnsRecordSchema = z.object({
  type: z.enum(['TXT', 'CNAME', 'MX']),
  name: z.string(),
  value: z.string(),
})

const findingSchema = z
  .object({
    subject: z.enum(['mx', 'spf', 'dkim', 'dmarc']),
    key: z.enum(findingKeys),
    state: findingStateSchema,
    name: z.string(),
    found: z.array(z.string()),
    publish: dnsRecordSchema.nullable(),
    words: z.object({ en: problemWordsSchema, fr: problemWordsSchema }),
  })
  .meta({ id: 'Finding' })

/** Whether mail from a domain can be proven to be its own. */
export const deliverabilityReportSchema = z
  .object({
    domain: z.string(),
    checkedAt: dateTime,
    state: findingStateSchema,
    findings: z.array(findingSchema),
  })
  .meta({ id: 'DeliverabilityReport' })
