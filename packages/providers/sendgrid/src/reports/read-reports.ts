import { GuichetError, type ReportedSend, tenantIdSchema } from '@guichet/core'
import { z } from 'zod'
import { messageArgument, tenantArgument } from '../sending/mail-body.ts'

const eventSchema = z.looseObject({
  event: z.string(),
  email: z.string(),
  timestamp: z.number(),
  sg_message_id: z.string().optional(),
  'smtp-id': z.string().optional(),
  reason: z.string().optional(),
  response: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  [tenantArgument]: z.string().optional(),
  [messageArgument]: z.string().optional(),
})
type Event = z.infer<typeof eventSchema>

/**
 * What a body of the event webhook reports. Clicks and openings are left out: a pixel that a mail filter loads is no
 * reader. Events of a form nobody knows are passed over; a body that is no list throws `unparsable`.
 */
export function readReports(body: Uint8Array): readonly ReportedSend[] {
  const events = z.array(z.unknown()).safeParse(parsed(body))
  if (!events.success) throw new GuichetError('unparsable', 'this is no list of SendGrid events')
  return events.data.flatMap((value) => {
    const event = eventSchema.safeParse(value)
    return event.success ? reportOf(event.data) : []
  })
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return null
  }
}

type Said = Pick<ReportedSend, 'state' | 'kind' | 'optedOut'>

function reportOf(event: Event): readonly ReportedSend[] {
  const said = meaning(event)
  if (said === null) return []
  const tenant = tenantIdSchema.safeParse(event[tenantArgument])
  const mailId = /^<([^<>\s]+)>$/.exec(event['smtp-id'] ?? '')?.[1]
  return [
    {
      ...said,
      tenant: tenant.success ? tenant.data : null,
      messageId: event[messageArgument] ?? null,
      // What the API answered with, followed by the machines it passed through.
      providerId: event.sg_message_id?.split('.')[0] ?? null,
      recipient: event.email,
      status: /^[245]\.\d{1,3}\.\d{1,3}$/.exec(event.status ?? '')?.[0] ?? null,
      reason: (event.reason ?? event.response ?? '').slice(0, 500),
      at: new Date(event.timestamp * 1_000),
      ...(mailId === undefined ? {} : { mailId }),
    },
  ]
}

function meaning({ event, type, reason = '', status = '' }: Event): Said | null {
  switch (event) {
    case 'processed':
      return { state: 'accepted', kind: null }
    case 'delivered':
      return { state: 'delivered', kind: null }
    case 'deferred':
      return { state: 'delayed', kind: 'soft' }
    case 'bounce':
      // “blocked” is about this mail or our server, not about the address.
      return { state: 'bounced', kind: type === 'blocked' || status.startsWith('4') ? 'soft' : 'hard' }
    case 'dropped':
      return dropped(reason)
    case 'spamreport':
      return { state: 'complained', kind: null }
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { state: 'accepted', kind: null, optedOut: true }
    default:
      return null
  }
}

/** SendGrid did not even try: the address is on one of its lists. */
function dropped(reason: string): Said {
  if (/unsubscribed/i.test(reason)) return { state: 'bounced', kind: 'soft', optedOut: true }
  return { state: 'bounced', kind: /bounced address|invalid|spam reporting/i.test(reason) ? 'hard' : 'soft' }
}
