import type { DetailedJudgement, ReportedArrival, Verdict } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerLine, headerOf } from './headers.ts'
import { localPart } from './machine-senders.ts'
import { reportedRecipients } from './reported-mail-ids.ts'

type Reported = Pick<ParsedMessage, 'headers' | 'report' | 'from' | 'subject' | 'attachments'>

/**
 * Reads complaints (RFC 5965) and read receipts (RFC 8098) by their fields, or by what the mail says it is; reports
 * about domains (RFC 6591, 7489, 8460) are notices: nobody complains in them.
 */
export function reportSigns(message: Reported): DetailedJudgement | null {
  const fields = message.report?.fields ?? []
  const feedback = fields.find((block) => block.has('feedback-type'))?.get('feedback-type')
  if (feedback !== undefined) return readFeedback(message, feedback)
  const disposition = fields.find((block) => block.has('disposition'))?.get('disposition')
  if (disposition !== undefined) return readDisposition(message, disposition)
  return declaredType(message) ?? hotmailComplaint(message) ?? domainReport(message)
}

/** RFC 5965 §7.3: one type of report takes a complaint back; RFC 6591: one is about forged mail of others. */
function readFeedback(message: Reported, feedback: string): DetailedJudgement {
  const evidence = headerLine('feedback-type', feedback)
  if (/^\s*(?:not-spam|auth-failure)/i.test(feedback)) return found('notice', evidence)
  return found('complaint', evidence, arrivals(message, 'complained', feedback.trim()))
}

/** Only `displayed` says that somebody saw it (RFC 8098 §3.2.6.2); all others that it got there. */
function readDisposition(message: Reported, disposition: string): DetailedJudgement {
  const type = (disposition.split(';').at(-1) ?? '').trim().toLowerCase()
  const state = type.startsWith('displayed') ? 'read' : 'delivered'
  return found('receipt', headerLine('disposition', disposition), arrivals(message, state, type))
}

/** RFC 3462 reports name what they report in the `report-type` parameter. */
function declaredType(message: Reported): DetailedJudgement | null {
  const line = headerOf(message.headers, 'content-type')
  const type = line.toLowerCase()
  if (!type.startsWith('multipart/report')) return null
  const kind = /report-type\s*=\s*"?([\w-]+)/.exec(type)?.[1] ?? ''
  const evidence = headerLine('content-type', line)
  if (kind === 'feedback-report') return found('complaint', evidence, arrivals(message, 'complained', ''))
  if (kind === 'disposition-notification') return found('receipt', evidence, arrivals(message, 'read', ''))
  return kind === 'tlsrpt' ? found('notice', evidence) : null
}

/** Hotmail sends complaints without RFC 5965, with the recipient in a header of the returned message. */
function hotmailComplaint(message: Reported): DetailedJudgement | null {
  const { report, subject } = message
  const isMarked = report?.originalHeaders?.has('x-hmxmroriginalrecipient') ?? false
  return isMarked && /^complaint about message/i.test(subject)
    ? found('complaint', headerLine('subject', subject), arrivals(message, 'complained', ''))
    : null
}

const compressed = /^application\/(?:x-)?(?:gzip|zip|zip-compressed|tlsrpt\+gzip|octet-stream)$/
const reportName = /^[^!\s]+![^!\s]+!\d+!\d+|\.(?:xml|json)(?:\.gz|\.zip)?$/i

/** RFC 7489 §7.2.1.1 and 8460 §5: aggregate reports are recognised by their subject and by the name of their file. */
function domainReport({ headers, subject, from, attachments }: Reported): DetailedJudgement | null {
  const tls = headerOf(headers, 'tls-report-domain')
  if (tls !== '') return found('notice', headerLine('tls-report-domain', tls))
  const isSubject = /^\s*(?:\[[^\]]*\]\s*)?(?:dmarc[^:]*:?\s*)?report domain:\s*\S+/i.test(subject)
  const isSender = /dmarc/.test(localPart(from?.address ?? ''))
  const hasFile = attachments.some(
    ({ name, contentType }) => compressed.test(contentType) && reportName.test(name),
  )
  return (isSubject && (hasFile || isSender)) || (isSender && hasFile)
    ? found('notice', headerLine('subject', subject))
    : null
}

function arrivals(
  message: Reported,
  state: ReportedArrival['state'],
  reason: string,
): readonly ReportedArrival[] {
  return reportedRecipients(message).map((address) => ({
    ...{ address, state, status: null },
    reason: reason.slice(0, 160),
  }))
}

function found(verdict: Verdict, evidence: string, outcomes?: readonly ReportedArrival[]): DetailedJudgement {
  return { verdict, evidence: [evidence], ...(outcomes === undefined ? {} : { outcomes }) }
}
