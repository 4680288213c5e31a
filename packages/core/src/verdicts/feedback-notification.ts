import { z } from 'zod'
import type { DeliveryReport, ReportedArrival, Verdict } from '../model/verdict.ts'
import { failureKind, readStatus } from './status-code.ts'

/** What a notification is, and whom it is about. */
export interface FeedbackNotification extends DeliveryReport {
  readonly verdict: Verdict
  readonly outcomes: readonly ReportedArrival[]
}

const bouncedRecipient = z.object({
  emailAddress: z.string(),
  status: z.string().nullish(),
  diagnosticCode: z.string().nullish(),
})
const notificationSchema = z.object({
  notificationType: z.enum(['Bounce', 'Complaint', 'Delivery']),
  bounce: z.object({ bouncedRecipients: z.array(bouncedRecipient).max(100) }).nullish(),
  complaint: z.object({ complainedRecipients: z.array(bouncedRecipient).max(100) }).nullish(),
  delivery: z
    .object({ recipients: z.array(z.string()).max(100), smtpResponse: z.string().nullish() })
    .nullish(),
  mail: z
    .object({
      commonHeaders: z.object({ messageId: z.string().nullish() }).nullish(),
      messageId: z.string().nullish(),
    })
    .nullish(),
})
const jsonSchema = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: `no JSON: ${String(error)}` })
    return z.NEVER
  }
})
const verdictOf = { Bounce: 'bounce', Complaint: 'complaint', Delivery: 'receipt' } as const

const maxLength = 100_000

/** Reads a notification of Amazon SES that came by mail (Amazon SNS mails its JSON as it is); null for other text. */
export function readFeedbackNotification(text: string): FeedbackNotification | null {
  if (!text.startsWith('{') || !text.slice(0, 500).includes('"notificationType"')) return null
  const json = text.slice(0, Math.min(text.lastIndexOf('}') + 1, maxLength))
  const read = jsonSchema.pipe(notificationSchema).safeParse(json.replaceAll('\n', ''))
  if (!read.success) return null
  const { notificationType, bounce, complaint, delivery, mail } = read.data
  const recipients = (bounce?.bouncedRecipients ?? []).map(({ emailAddress, status, diagnosticCode }) => {
    const reason = (diagnosticCode ?? '').replace(/^smtp;\s*/i, '')
    const code = readStatus(status ?? '') ?? readStatus(reason)
    return {
      address: emailAddress,
      status: code,
      kind: failureKind(code, reason),
      reason: reason.slice(0, 160),
    }
  })
  const id = mail?.commonHeaders?.messageId ?? mail?.messageId ?? null
  return {
    verdict: verdictOf[notificationType],
    recipients,
    outcomes: [
      ...(complaint?.complainedRecipients ?? []).map(({ emailAddress }) =>
        arrival(emailAddress, 'complained'),
      ),
      ...(delivery?.recipients ?? []).map((address) =>
        arrival(address, 'delivered', delivery?.smtpResponse ?? ''),
      ),
    ],
    originalMailId: id?.replace(/[<>]/g, '') ?? null,
  }
}

function arrival(address: string, state: ReportedArrival['state'], reason = ''): ReportedArrival {
  const status = /\b2\.\d{1,3}\.\d{1,3}\b/.exec(reason)?.[0] ?? null
  return { address, state, status, reason: reason.slice(0, 160) }
}
