import { hasReplyPrefix } from '../model/base-subject.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { type Headers, hasNullReturnPath, headerLine, headerOf, presentHeader } from './headers.ts'
import { isDaemon, isNoReply, isOperator, localPart } from './machine-senders.ts'
import { hasPrefix } from './passed-on.ts'
import { holdsRefusal } from './status-code.ts'

/** How mail servers head a bounce, lower case, in the languages they speak. */
const subjects = [
  ...['undeliver', 'delivery fail', 'delivery has failed', 'failure notice', 'returned mail', 'mail failure'],
  ...['delivery status', 'delivery notification', 'delivery failure', 'returned to sender', 'nondeliver'],
  ...['non-deliver', 'mail system error', 'could not be delivered', 'delivery error', 'delivery problem'],
  ...['not delivered', 'message delayed', 'delayed mail', 'failed mail', 'rejected mail', 'mail rejected'],
  ...['non remis', 'échec de la remise', 'non distribu', 'avis de non-remise', 'unzustellbar'],
  ...['zustellung fehlgeschlagen', 'unzugestellt', 'no se puede entregar', 'no entregado', 'no entregable'],
  ...['mancata consegna', 'non recapitabile', 'não entregue', 'falha na entrega', 'onbestelbaar'],
  ...['niet bezorgd', 'kan inte levereras', 'kunne ikke leveres', 'niedostarcz', 'nie dostarczono'],
  ...['не доставлено', 'недоставлен', 'teslim edilemedi', '配信不能', '配信エラー', '送信エラー', '未送達'],
  ...['退信', '无法投递', '배달되지', 'undelivered', 'unable to deliver', 'delayed 2', 'undeliverable'],
]

const words =
  /(?:could|can|was|were|has|have)(?: ?not|n't)(?: yet)? (?:be |been )?(?:able to )?deliver|unable to deliver|undeliverable|not reach the following|delivery (?:to|has) .{0,60}fail|delivery problem|failed permanently|permanent(?:ly)? (?:fatal )?(?:error|failure)|returned mail|user unknown|unknown user|no such user|mailbox (?:is )?full|exceeds allowed|error (?:occurred )?while (?:trying|attempting) to deliver|error delivering your mail|was rejected by|incorrectly constructed|delivery failed|(?:could|can)(?: ?not|n't) (?:be )?(?:sent?|reached?)\b|failed to deliver|over ?quota|fatal delivery error|送信できませんでした|не может быть доставлено/i

const maxTextLength = 4000

type Signed = Pick<ParsedMessage, 'from' | 'subject' | 'headers' | 'text' | 'inReplyTo'>

/**
 * Whether a mail without machine-readable fields is a bounce, and what says so. The words alone prove nothing:
 * people forward their bounces and ask what they mean. So a server must have sent it.
 */
export function bounceSigns(message: Signed): readonly string[] | null {
  const failed = presentHeader(message.headers, ['x-failed-recipients']) ?? declaredReport(message.headers)
  const from = message.from?.address ?? headerOf(message.headers, 'from')
  const isNullPath = hasNullReturnPath(message.headers)
  const isFromDaemon = isDaemon(from) || (isNullPath && isNoReply(from))
  if (failed === null && !isFromDaemon && !isNullPath) return operatorSigns(message)
  if (failed === null && !isNullPath && isPostmasterAnswer(message, from)) return null
  const subject = subjectSign(message.subject)
  // Automatic answers have a null return path as well, and may quote anything.
  if (failed === null && !isFromDaemon && subject === null) return null
  const found = [
    failed,
    isFromDaemon ? headerLine('from', from) : null,
    isNullPath ? 'return-path: <>' : null,
    subject,
    failed === null ? textSign(message.text) : null,
  ].filter((sign) => sign !== null)
  return failed !== null || found.length >= 2 ? found : null
}

/** RFC 5321 §4.5.1: behind this one address of a server sits somebody who answers. */
function isPostmasterAnswer({ inReplyTo, subject }: Signed, from: string): boolean {
  return localPart(from) === 'postmaster' && inReplyTo.length > 0 && hasReplyPrefix(subject)
}

/** What could be a person's address says twice that it is a server speaking, in the subject and in the text. */
function operatorSigns({ from, subject, text }: Signed): readonly string[] | null {
  if (from === null || !isOperator(from)) return null
  const [inSubject, inText] = [subjectSign(subject), textSign(text)]
  return inSubject === null || inText === null
    ? null
    : [headerLine('from', `${from.name} <${from.address}>`.trim()), inSubject, inText]
}

/** RFC 3462: a report names what it reports in a parameter of its type. */
function declaredReport(headers: Headers): string | null {
  const type = headerOf(headers, 'content-type')
  const isDeclared = /^multipart\/report\b/i.test(type) && /report-type\s*=\s*"?delivery-status/i.test(type)
  return isDeclared ? headerLine('content-type', type) : null
}

function subjectSign(subject: string): string | null {
  const lower = subject.toLowerCase()
  // A person who answers or forwards a bounce leaves its subject standing behind a prefix.
  return !hasPrefix(subject) && subjects.some((phrase) => lower.includes(phrase))
    ? headerLine('subject', subject)
    : null
}

function textSign(text: string): string | null {
  const beginning = text.slice(0, maxTextLength)
  const found = words.exec(beginning)?.[0]
  if (found !== undefined) return `the text says "${found}"`
  return holdsRefusal(beginning) ? 'the text quotes a refusal of a mail server' : null
}
