import { addressKey } from '../model/address.ts'
import type { DeliveryFailure, ReportedArrival } from '../model/verdict.ts'
import type { MailReport, ParsedMessage } from '../ports/channel.ts'
import { addressesIn } from './mail-address.ts'
import { failureKind, isVague, readStatus } from './status-code.ts'

type Block = MailReport['fields'][number]

/** What a report says per recipient (RFC 3464 §2.3), every block on its own. */
export interface DeliveryStatus {
  readonly failures: readonly DeliveryFailure[]
  /** Recipients whom the message reached: a receipt, not a bounce. */
  readonly delivered: readonly ReportedArrival[]
}

type Reported = Pick<ParsedMessage, 'report' | 'text'>

const maxRecipients = 100
const maxTextLength = 30_000
const hasFields = /^(?:final|original)-recipient[ \t]*:/im
const field = /^([a-z][\w-]{0,60})[ \t]*:[ \t]*(.*)$/i

/** Reads the per-recipient blocks of a delivery report; null when it has none that names a recipient. */
export function readDeliveryStatus({ report, text }: Reported): DeliveryStatus | null {
  return readBlocks(report?.fields ?? [], text)
}

/**
 * The same from the text of a bounce whose structure was damaged, or never there. Only for mail that a server sent:
 * people paste such blocks when they ask what they mean.
 */
export function readDeliveryStatusInText(text: string): DeliveryStatus | null {
  const beginning = text.slice(0, maxTextLength)
  return hasFields.test(beginning) ? readBlocks(blocksIn(beginning), '') : null
}

function readBlocks(all: readonly Block[], text: string): DeliveryStatus | null {
  const blocks = all.map((fields) => ({ fields, address: recipientOf(fields) }))
  const named = blocks.filter(({ address }) => address !== '').slice(0, maxRecipients)
  if (named.length === 0) return null
  const failures = new Map<string, DeliveryFailure>()
  const delivered: ReportedArrival[] = []
  for (const { fields, address } of named) {
    const failure = withStatusFrom(text, readFailure(fields, address))
    if (failure === null) delivered.push(readArrival(fields, address))
    else if (!failures.has(address.toLowerCase())) failures.set(address.toLowerCase(), failure)
  }
  return { failures: [...failures.values()], delivered }
}

/** Blocks of fields with blank lines between them, folded lines joined. */
function blocksIn(text: string): readonly Block[] {
  return text
    .split(/\n[ \t]*\n/)
    .filter((block) => hasFields.test(block))
    .map((block) => {
      const fields = new Map<string, string>()
      for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
        const [, name, value] = field.exec(line) ?? []
        if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value)
      }
      return fields
    })
}

/** Some servers write a vague status for machines and what they were told for people. */
function withStatusFrom(text: string, failure: DeliveryFailure | null): DeliveryFailure | null {
  if (failure === null || failure.reason !== '' || (failure.status !== null && !isVague(failure.status)))
    return failure
  const line = text
    .slice(0, maxTextLength)
    .split('\n')
    .find((candidate) => candidate.includes(failure.address) && readStatus(candidate) !== null)
  const status = line === undefined ? null : readStatus(line)
  if (line === undefined || status === null) return failure
  const kind = failure.kind === 'delayed' ? 'delayed' : failureKind(status, line)
  return { ...failure, status, kind, reason: line.trim().slice(0, 160) }
}

/** The final recipient is whom the failure is about; where it is no address, the one we wrote to. */
function recipientOf(fields: Block): string {
  if (!fields.has('final-recipient') && !fields.has('original-recipient')) return ''
  const named = ['final-recipient', 'original-recipient', 'x-actual-recipient'].map((name) =>
    bareRecipient(fields.get(name) ?? ''),
  )
  const isPlain = (value: string): boolean => /^[^\s@|]+@[\w-]+\.[^\s@:]+$/.test(value)
  return named.find(isPlain) ?? named.flatMap(addressesIn).at(-1) ?? named.find((value) => value !== '') ?? ''
}

/** Without `rfc822;`, brackets and comments; xtext (RFC 3461 §4) where it hides the at sign. */
function bareRecipient(value: string): string {
  const bare = value
    .replace(/^[\w-]+\s*;\s*/, '')
    .replace(/^.*<([^<>]*)>.*$/, '$1')
    .trim()
  return bare.includes('@') ? bare : bare.replace(/\+40/g, '@')
}

function readArrival(fields: Block, address: string): ReportedArrival {
  const status = /\b2\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null
  return { address, state: 'delivered', status, reason: (fields.get('action') ?? '').trim().slice(0, 160) }
}

function readFailure(fields: Block, address: string): DeliveryFailure | null {
  const diagnostic = fields.get('diagnostic-code') ?? ''
  const status = statusOf(fields.get('status') ?? '', diagnostic)
  const action = (fields.get('action') ?? '').toLowerCase()
  if (/^(?:deliver|relayed|expanded)/.test(action)) return null
  if (action === '' && /^\s*2\./.test(fields.get('status') ?? '')) return null
  const reason = diagnostic.replace(/^[\w-]+\s*;\s*/, '').slice(0, 160)
  const kind = /^(?:delay|deferred)/.test(action) ? 'delayed' : failureKind(status, diagnostic)
  const originally = addressesIn(bareRecipient(fields.get('original-recipient') ?? ''))[0]
  const isOther = originally !== undefined && addressKey(originally) !== addressKey(address)
  return { address, ...(isOther ? { originally } : {}), status, kind, reason }
}

function statusOf(status: string, diagnostic: string): string | null {
  const declared = readStatus(status)
  if (declared !== null && !isVague(declared)) return declared
  return readStatus(diagnostic) ?? declared
}
