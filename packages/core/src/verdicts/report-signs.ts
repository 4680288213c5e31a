import type { DetailedJudgement, Verdict } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerLine, headerOf } from './headers.ts'

type Reported = Pick<ParsedMessage, 'headers' | 'report' | 'from' | 'subject'>

/** Reads complaints (RFC 5965) and read receipts (RFC 8098) by their fields, or by what the mail says it is. */
export function reportSigns(message: Reported): DetailedJudgement | null {
  const fields = message.report?.fields ?? []
  const feedback = fields.find((block) => block.has('feedback-type'))?.get('feedback-type')
  if (feedback !== undefined) return found(feedbackVerdict(feedback), headerLine('feedback-type', feedback))
  const disposition = fields.find((block) => block.has('disposition'))?.get('disposition')
  if (disposition !== undefined) return found('receipt', headerLine('disposition', disposition))
  return declaredType(message) ?? hotmailComplaint(message)
}

/** RFC 5965 §7.3: one type of report takes a complaint back. */
function feedbackVerdict(feedback: string): Verdict {
  return /^\s*not-spam/i.test(feedback) ? 'notice' : 'complaint'
}

/** RFC 3462 reports name what they report in the `report-type` parameter. */
function declaredType({ headers }: Reported): DetailedJudgement | null {
  const line = headerOf(headers, 'content-type')
  const type = line.toLowerCase()
  if (!type.startsWith('multipart/report')) return null
  const kind = /report-type\s*=\s*"?([\w-]+)/.exec(type)?.[1] ?? ''
  const evidence = headerLine('content-type', line)
  if (kind === 'feedback-report') return found('complaint', evidence)
  return kind === 'disposition-notification' ? found('receipt', evidence) : null
}

/** Hotmail sends complaints without RFC 5965, with the recipient in a header of the returned message. */
function hotmailComplaint({ report, subject }: Reported): DetailedJudgement | null {
  const isMarked = report?.originalHeaders?.has('x-hmxmroriginalrecipient') ?? false
  return isMarked && /^complaint about message/i.test(subject)
    ? found('complaint', headerLine('subject', subject))
    : null
}

function found(verdict: Verdict, evidence: string): DetailedJudgement {
  return { verdict, evidence: [evidence] }
}
