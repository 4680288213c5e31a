import { type ReportedSend, tenantIdSchema } from '@guichet/core'
import { z } from 'zod'
import { sesMailId } from '../mail-id.ts'
import { messageTag, tenantTag } from './tags.ts'

const mail = z.looseObject({
  messageId: z.string(),
  timestamp: z.string(),
  destination: z.array(z.string()).default([]),
  tags: z.record(z.string(), z.array(z.string())).default({}),
})
const bounced = z.looseObject({
  emailAddress: z.string(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
})
const schema = z.looseObject({
  // `notificationType` where an identity reports, `eventType` where a configuration set does.
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail,
  bounce: z
    .looseObject({ bounceType: z.string(), timestamp: z.string(), bouncedRecipients: z.array(bounced) })
    .optional(),
  complaint: z
    .looseObject({
      timestamp: z.string(),
      complainedRecipients: z.array(z.looseObject({ emailAddress: z.string() })),
      complaintFeedbackType: z.string().nullish(),
    })
    .optional(),
  delivery: z
    .looseObject({
      timestamp: z.string(),
      recipients: z.array(z.string()),
      smtpResponse: z.string().optional(),
    })
    .optional(),
  deliveryDelay: z
    .looseObject({
      timestamp: z.string(),
      delayedRecipients: z.array(bounced),
      delayType: z.string().optional(),
    })
    .optional(),
  reject: z.looseObject({ reason: z.string().optional() }).optional(),
})
type Report = z.infer<typeof schema>

type Said = Pick<ReportedSend, 'recipient' | 'state' | 'kind' | 'status' | 'reason' | 'at'>

/** What a notification of SES reports (SES developer guide, “notification contents”); nothing for what is none. */
export function readReport(message: string, region: string): readonly ReportedSend[] {
  const { data } = schema.safeParse(parsed(message))
  if (data === undefined) return []
  const { messageId, tags } = data.mail
  const tenant = tenantIdSchema.safeParse(
    Buffer.from(tags[tenantTag]?.[0] ?? '', 'base64url').toString('utf8'),
  )
  const about = {
    tenant: tenant.success ? tenant.data : null,
    messageId: tags[messageTag]?.[0] ?? null,
    providerId: messageId,
    mailId: sesMailId(messageId, region),
  }
  return saidOf(data).map((said) => ({ ...about, ...said, reason: said.reason.slice(0, 500) }))
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}

function saidOf(report: Report): readonly Said[] {
  switch (report.eventType ?? report.notificationType) {
    case 'Send':
      return report.mail.destination.map((recipient) => accepted(recipient, report))
    case 'Delivery':
      return deliveries(report)
    case 'DeliveryDelay':
      return delays(report)
    case 'Bounce':
      return bounces(report)
    case 'Complaint':
      return complaints(report)
    case 'Reject':
      return report.mail.destination.map((recipient) => ({
        ...accepted(recipient, report),
        ...{
          state: 'bounced',
          kind: 'soft',
          reason: report.reject?.reason ?? 'Amazon SES refused the content',
        },
      }))
    default:
      return []
  }
}

function accepted(recipient: string, { mail: { timestamp } }: Report): Said {
  return { recipient, state: 'accepted', kind: null, status: null, reason: '', at: new Date(timestamp) }
}

function deliveries({ delivery }: Report): readonly Said[] {
  if (delivery === undefined) return []
  const { recipients, smtpResponse = '', timestamp } = delivery
  const said = {
    state: 'delivered',
    kind: null,
    status: null,
    reason: smtpResponse,
    at: new Date(timestamp),
  } as const
  return recipients.map((recipient) => ({ recipient, ...said }))
}

function delays({ deliveryDelay }: Report): readonly Said[] {
  if (deliveryDelay === undefined) return []
  const { delayedRecipients, delayType = '', timestamp } = deliveryDelay
  return delayedRecipients.map(({ emailAddress, status, diagnosticCode }) => ({
    ...{ recipient: emailAddress, state: 'delayed', kind: 'soft', status: enhanced(status) },
    ...{ reason: diagnosticCode ?? delayType, at: new Date(timestamp) },
  }))
}

function bounces({ bounce }: Report): readonly Said[] {
  if (bounce === undefined) return []
  const kind = bounce.bounceType === 'Permanent' ? 'hard' : 'soft'
  return bounce.bouncedRecipients.map(({ emailAddress, status, diagnosticCode = '' }) => ({
    ...{ recipient: emailAddress, state: 'bounced', kind, status: enhanced(status), reason: diagnosticCode },
    at: new Date(bounce.timestamp),
  }))
}

function complaints({ complaint }: Report): readonly Said[] {
  if (complaint === undefined) return []
  const { complainedRecipients, complaintFeedbackType, timestamp } = complaint
  return complainedRecipients.map(({ emailAddress }) => ({
    ...{ recipient: emailAddress, state: 'complained', kind: null, status: null },
    ...{ reason: complaintFeedbackType ?? '', at: new Date(timestamp) },
  }))
}

function enhanced(status = ''): string | null {
  return /^[245]\.\d{1,3}\.\d{1,3}$/.test(status) ? status : null
}
