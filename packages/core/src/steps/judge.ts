import type { Medium } from '../model/address.ts'
import { cleanText } from '../model/text.ts'
import type { DeliveryFailure, DetailedJudgement } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { autoReplySigns } from '../verdicts/auto-reply-signs.ts'
import { bounceSigns } from '../verdicts/bounce-signs.ts'
import { readBouncedRecipients } from '../verdicts/bounced-recipients.ts'
import { bulkHeader } from '../verdicts/bulk-headers.ts'
import { calendarAnswer } from '../verdicts/calendar-answer.ts'
import {
  type DeliveryStatus,
  readDeliveryStatus,
  readDeliveryStatusInText,
} from '../verdicts/delivery-status.ts'
import { readFeedbackNotification } from '../verdicts/feedback-notification.ts'
import { machineHeader } from '../verdicts/machine-headers.ts'
import { newsletterSigns } from '../verdicts/newsletter-signs.ts'
import { noReplySign } from '../verdicts/no-reply-sign.ts'
import { isPassedOn } from '../verdicts/passed-on.ts'
import { reportSigns } from '../verdicts/report-signs.ts'
import { originalMailId, readNotice } from '../verdicts/returned-message.ts'

/** More recipients than these are in the report, not in its words. */
const maxInEvidence = 20

/** Longer than any sentence here. */
const maxEvidence = 2_000

/** What the verdict is read from. */
export type Judged = Omit<ParsedMessage, 'externalId' | 'mailId' | 'sentAt'>

/** Each says what it recognises, or null. */
const judges: readonly ((message: Judged) => DetailedJudgement | null)[] = [
  reportSigns,
  judgeNotification,
  judgeDeliveryStatus,
  judgeBounce,
  (message) => judgement('auto-reply', autoReplySigns(message)),
  (message) => judgement('bulk', bulkHeader(message.headers)),
  (message) => judgement('notice', machineHeader(message.headers)),
  (message) => judgement('notice', calendarAnswer(message)),
  (message) => judgement('bulk', newsletterSigns(message)),
  (message) => judgement('notice', noReplySign(message)),
]

/**
 * Says what an inbound message is, with the header lines and facts that led to it. The first that recognises it
 * decides: a bounce of a newsletter is a bounce, an automatic answer to a list is automatic.
 */
export function judge(message: Judged): DetailedJudgement {
  for (const recognise of judges) {
    const found = recognise(message)
    if (found !== null) return storable(found)
  }
  return { verdict: 'person', evidence: [] }
}

/** What a message is on its medium. Only mail has machines that answer, report and advertise under marks of their own. */
export function judgeOn(medium: Medium, message: Judged): DetailedJudgement {
  return medium === 'email' ? judge(message) : { verdict: 'person', evidence: [] }
}

/** Sentences are cut to a length, and a report may hold anything: half a character could not be stored. */
function storable(found: DetailedJudgement): DetailedJudgement {
  const { report, outcomes, evidence } = found
  return {
    ...found,
    evidence: evidence.map((sentence) => cleanText(sentence, maxEvidence)),
    ...(report === undefined
      ? {}
      : { report: { ...report, recipients: report.recipients.map(withCleanReason) } }),
    ...(outcomes === undefined ? {} : { outcomes: outcomes.map(withCleanReason) }),
  }
}

function withCleanReason<Told extends { readonly address: string; readonly reason: string }>(
  told: Told,
): Told {
  return {
    ...told,
    address: cleanText(told.address, maxEvidence),
    reason: cleanText(told.reason, maxEvidence),
  }
}

function judgement(
  verdict: DetailedJudgement['verdict'],
  evidence: string | readonly string[] | null,
): DetailedJudgement | null {
  if (evidence === null) return null
  return { verdict, evidence: typeof evidence === 'string' ? [evidence] : evidence }
}

function judgeDeliveryStatus(message: Judged): DetailedJudgement | null {
  const status = isPassedOn(message) ? null : readDeliveryStatus(message)
  return status === null ? null : judgeStatus(message, status, ['it holds a delivery report'])
}

/** RFC 3464: only a failed recipient makes a bounce; a delay is a notice, a success a receipt. */
function judgeStatus(
  message: Judged,
  { failures, delivered }: DeliveryStatus,
  signs: readonly string[],
): DetailedJudgement {
  if (failures.length > 0) return { ...delivery(message, failures, signs), outcomes: delivered }
  const evidence = delivered.slice(0, maxInEvidence).map(({ address }) => `delivered to ${address}`)
  return { verdict: 'receipt', evidence: [...signs, ...evidence], outcomes: delivered }
}

/** Amazon SES tells senders by JSON what other servers say in a report. */
function judgeNotification(message: Judged): DetailedJudgement | null {
  const notification = readFeedbackNotification(message.text)
  if (notification === null) return null
  const { verdict, recipients, outcomes, originalMailId: mailId } = notification
  const evidence = ['it is a notification of Amazon SES', ...recipients.slice(0, maxInEvidence).map(inWords)]
  return {
    verdict,
    ...{ evidence, outcomes },
    ...(verdict === 'bounce' ? { report: { recipients, originalMailId: mailId } } : {}),
  }
}

function judgeBounce(message: Judged): DetailedJudgement | null {
  const signs = bounceSigns(message)
  if (signs === null) return null
  const status = readDeliveryStatusInText(message.text)
  if (status !== null) return judgeStatus(message, status, signs)
  return delivery(message, readBouncedRecipients(message, readNotice(message)), signs)
}

function delivery(
  message: Judged,
  recipients: readonly DeliveryFailure[],
  signs: readonly string[],
): DetailedJudgement {
  const { originalHeaders } = readNotice(message)
  const isDelay = recipients.length > 0 && recipients.every(({ kind }) => kind === 'delayed')
  return {
    verdict: isDelay ? 'notice' : 'bounce',
    evidence: [...signs, ...recipients.slice(0, maxInEvidence).map(inWords)],
    report: { recipients, originalMailId: originalMailId(originalHeaders) },
  }
}

function inWords({ address, status, kind, reason }: DeliveryFailure): string {
  const said = reason === '' ? '' : `: ${reason}`
  return `${kind} ${kind === 'delayed' ? 'delivery' : 'failure'} for ${address}${status === null ? '' : ` (${status})`}${said}`
}
