import { type Address, addressKey, type Medium } from '../model/address.ts'
import type { AddressMark } from '../model/address-mark.ts'
import { hasForwardPrefix } from '../model/base-subject.ts'
import type { Judgement } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { canBeTexted } from '../texting/can-be-texted.ts'
import { optOutWord } from '../texting/opt-out-words.ts'
import {
  type AnswerHistory,
  type AnswerLimits,
  answerLimitReasons,
  defaultAnswerLimits,
} from './answer-limits.ts'
import { autoReplySigns } from './auto-reply-signs.ts'
import { isAutoReplySubject } from './auto-reply-subjects.ts'
import { bulkHeader } from './bulk-headers.ts'
import { type Headers, headerLine, headerOf } from './headers.ts'
import { machineHeader } from './machine-headers.ts'
import { isRobot, localPart } from './machine-senders.ts'
import { sealedSign } from './sealed-mail.ts'
import { untrustedSign } from './untrusted-sign.ts'

type Answerable = Pick<
  ParsedMessage,
  'from' | 'replyTo' | 'to' | 'cc' | 'subject' | 'text' | 'headers' | 'inReplyTo' | 'references'
>

/** Whether a program may answer, with every reason against it; no reason is permission. */
export interface AutomaticAnswerDecision {
  readonly allowed: boolean
  readonly reasons: readonly string[]
}

/** More recipients than this is a circular. */
const maxRecipients = 20

/** What our own memory adds to what the message says. */
export interface AnswerFacts {
  /** Our address on the channel it came in by. */
  readonly identity: Address
  /** Of that channel; `email` unless told. */
  readonly medium?: Medium
  /** Our other addresses: aliases, and the other mailboxes of the tenant. */
  readonly ownAddresses?: readonly string[]
  /** What is known against its sender's address. */
  readonly marks?: readonly Pick<AddressMark, 'mark' | 'kind'>[]
  /** Who really sent it; a channel that knows no such thing leaves it out. */
  readonly authentication?: { readonly verdict: 'pass' | 'fail' | 'unknown' | 'unchecked' } | null
  /** Automatic answers so far; without it no limit is asked. */
  readonly history?: AnswerHistory
  /** Others than `defaultAnswerLimits`. */
  readonly limits?: AnswerLimits
}

/**
 * Whether a message may be answered without a person (RFC 3834 §2). A wider no than the verdict: a person's mail may
 * still ask for silence, and the price of one answer too many is a loop.
 */
export function mayAnswerAutomatically(
  message: Answerable,
  judgement: Judgement,
  facts: AnswerFacts,
): AutomaticAnswerDecision {
  const { headers } = message
  const { identity, history, medium = 'email', limits = defaultAnswerLimits } = facts
  const reasons = [
    judgement.verdict === 'person' ? null : `it is no person's message but: ${judgement.verdict}`,
    ...senderReasons(message, facts),
    ...(medium === 'email' ? [addressedReason(message, identity)] : textReasons(message, medium)),
    bulkHeader(headers),
    machineHeader(headers),
    autoReplySigns(message)?.join(', ') ?? null,
    isAutoReplySubject(message.subject) ? headerLine('subject', message.subject) : null,
    suppressedBySender(headers),
    hasForwardPrefix(message.subject) ? 'it was forwarded: only its text says who wrote it' : null,
    loopMark(headers, identity),
    untrustedSign(headers),
    sealedSign(message),
    ...(history === undefined ? [] : answerLimitReasons(history, limits)),
  ].filter((reason) => reason !== null)
  return { allowed: reasons.length === 0, reasons: [...new Set(reasons)] }
}

function senderReasons({ from, replyTo }: Answerable, facts: AnswerFacts): readonly (string | null)[] {
  const { identity, ownAddresses = [], marks = [], authentication } = facts
  if (from === null || from.address === '') return ['nobody is named as its sender']
  const own = [identity.address, ...ownAddresses]
  const verdict = authentication?.verdict ?? 'unchecked'
  return [
    ...[from, ...replyTo].flatMap(({ address }) => [
      own.some((one) => isSame(address, one)) ? `it comes from our own address ${address}` : null,
      isRobot(address) ? `nobody reads what is sent to ${address}` : null,
    ]),
    ...marks.map(markReason),
    verdict === 'fail' || verdict === 'unknown' ? `its sender is not proved: ${verdict}` : null,
  ]
}

function markReason({ mark, kind }: Pick<AddressMark, 'mark' | 'kind'>): string {
  if (mark === 'complained') return 'its sender called a message of ours spam'
  if (mark === 'opted-out') return 'its sender asked for no more texts'
  // What we sent there came back: so would the answer.
  return kind === 'hard'
    ? "its sender's address does not exist"
    : 'what was sent to its sender came back lately'
}

/** The same mailbox, whatever tag follows a plus. */
function isSame(one: string, other: string): boolean {
  const domain = (address: string): string => addressKey(address).slice(address.trim().lastIndexOf('@') + 1)
  return localPart(one.trim()) === localPart(other.trim()) && domain(one) === domain(other)
}

/** A text has one recipient and no headers: what speaks is who sent it, and whether it asks for silence. */
function textReasons({ from, text }: Answerable, medium: Medium): readonly (string | null)[] {
  const address = from?.address ?? ''
  return [
    address === '' || canBeTexted(address, medium) ? null : `${address} takes no answers`,
    optOutWord(text) === 'opt-out' ? 'it asks for no more texts' : null,
  ]
}

/** RFC 3834 §2: who is named in neither To nor Cc was reached by a list, a redirection or a blind copy. */
function addressedReason({ to, cc }: Answerable, identity: Address): string | null {
  const recipients = [...to, ...cc]
  if (recipients.length > maxRecipients) return `it was sent to ${recipients.length} recipients`
  const isNamed = recipients.some(({ address }) => isSame(address, identity.address))
  return isNamed ? null : `${identity.address} is not among its recipients`
}

/** MS-OXCMAIL: a request, which Exchange also writes into people's mail; it is granted all the same. */
function suppressedBySender(headers: Headers): string | null {
  const value = headerOf(headers, 'x-auto-response-suppress')
  return /\b(?:all|autoreply|oof)\b/i.test(value) ? headerLine('x-auto-response-suppress', value) : null
}

/** What this and other desks write, so as not to answer each other for ever. Our Message-ID stands in people's mail, too. */
const deskHeader =
  /^x-(?:guichet-(?!message-id$)|(?:zendesk|zammad|freescout|discourse|odoo|otrs|rt|jira|github|gitlab|freshdesk|helpscout|kayako|intercom|gorgias|crisp|loopcount)(?:-|$))/

function loopMark(headers: Headers, identity: Address): string | null {
  const loop = headerOf(headers, 'x-loop')
  if (/^(?:yes|true|1)$/i.test(loop) || loop.toLowerCase().includes(addressKey(identity.address)))
    return headerLine('x-loop', loop)
  const name = [...headers.keys()].find((candidate) => deskHeader.test(candidate))
  return name === undefined ? null : headerLine(name, headerOf(headers, name))
}
