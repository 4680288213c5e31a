import type { DeliveryFailure } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerOf } from './headers.ts'
import { addressesIn } from './mail-address.ts'
import type { Notice } from './returned-message.ts'
import { failureKind, holdsRefusal, readStatus } from './status-code.ts'

type Bounce = Pick<ParsedMessage, 'from' | 'to' | 'headers'>

/** A recipient and the line of the notice that names it. */
interface Named {
  readonly address: string
  readonly line: number
}

const maxRecipients = 100
const maxLines = 400

/** Lines that name the sender of what came back. */
const senderLine =
  /mail from|envelope-from|sent by|sender|^\s*(?:from|reply-to|return-path|errors-to|cc|message-id)\s*[:<]|contact|mailto:(?!.*@.*@)|https?:/i
const beforeAddress = /^[\s*•>\-"'<([]*$/
const afterLoneAddress = /^[\s>"')\]]*(?:$|[:.([<;,]|on \w|\.\.\.|[-–]\s)/
const label =
  /(?:recipients?|rcpt to|deliver(?:ed|y|able|)(?: [\w-]+){0,4} (?:to|for)|user|address(?:es)?|mail to|宛先|sent to)[\s:=;"'<([]*(?:rfc822;\s*)?<?$/i
const delayed =
  /has been delayed|not yet been delivered|is delayed|delayed \d+|delayed for|warning message only|temporary failure report|will be retried|will (?:keep|continue) trying|attempts will continue|still being retried/i

/** Whom a bounce without machine-readable fields is about, with what its text says of each. */
export function readBouncedRecipients(message: Bounce, notice: Notice): readonly DeliveryFailure[] {
  const lines = notice.lines.slice(0, maxLines)
  const named = findRecipients(message, notice, lines).slice(0, maxRecipients)
  const text = lines.join('\n')
  const isDelayed = delayed.test(text) && !/permanent(?:ly)?\b/i.test(text)
  return named.map((recipient, index) => {
    const passage = passageOf(recipient, named[index + 1], lines)
    const status = readStatus(passage) ?? (named.length === 1 ? readStatus(text) : null)
    const kind = isDelayed ? 'delayed' : failureKind(status, passage)
    return { address: recipient.address, status, kind, reason: reasonOf(passage, recipient.address) }
  })
}

function findRecipients(message: Bounce, notice: Notice, lines: readonly string[]): readonly Named[] {
  const declared = addressesIn(headerOf(message.headers, 'x-failed-recipients'))
  if (declared.length > 0)
    return unique(declared.map((address) => ({ address, line: lineOf(address, lines) })))
  const own = ownAddresses(message, notice)
  const places = lines.flatMap((line, index) => (line.includes('@') ? addressesOf(line, index) : []))
  const foreign = places.filter(({ address }) => !own.has(address.toLowerCase()))
  for (const isNamed of tests) {
    const found = foreign.filter(isNamed)
    if (found.length > 0) return unique(found)
  }
  const returned = headerAddresses(notice, ['x-actual-recipient', 'to', 'cc'])
  const recipients = returned.filter((address) => !own.has(address.toLowerCase()))
  // A message to oneself: its sender is the recipient, too.
  const loose = recipients.length > 0 ? recipients : returned.slice(0, 1)
  if (loose.length > 0) return unique(loose.map((address) => ({ address, line: 0 })))
  return unique(places.filter(tests[0] ?? (() => true)))
}

interface Place extends Named {
  readonly before: string
  readonly after: string
  readonly whole: string
}

/** How sure a line is that it names a recipient; the first test that finds any decides. */
const tests: readonly ((place: Place) => boolean)[] = [
  ({ before, after }) => beforeAddress.test(before) && afterLoneAddress.test(after),
  ({ before, whole }) => label.test(before) || (holdsRefusal(whole) && !senderLine.test(whole)),
  ({ whole }) => !senderLine.test(whole),
]

function addressesOf(line: string, index: number): readonly Place[] {
  const bounded = line.slice(0, 1000)
  let from = 0
  return addressesIn(bounded).map((address) => {
    const start = bounded.indexOf(address, from)
    from = start + address.length
    const [before, after] = [bounded.slice(0, start), bounded.slice(from)]
    return { address, line: index, before, after, whole: bounded }
  })
}

function ownAddresses(message: Bounce, notice: Notice): ReadonlySet<string> {
  const reporters = message.from === null ? [] : [message.from]
  const senders = headerAddresses(notice, ['from', 'return-path', 'reply-to', 'sender', 'errors-to'])
  return new Set(
    [...message.to, ...reporters]
      .map(({ address }) => address)
      .concat(senders)
      .map((address) => address.toLowerCase()),
  )
}

function headerAddresses(notice: Notice, names: readonly string[]): readonly string[] {
  const { originalHeaders } = notice
  return originalHeaders === null ? [] : names.flatMap((name) => addressesIn(headerOf(originalHeaders, name)))
}

function unique(named: readonly Named[]): readonly Named[] {
  const first = new Map<string, Named>()
  for (const { address, line } of named) {
    const key = address.toLowerCase()
    if (!first.has(key)) first.set(key, { address, line })
  }
  return [...first.values()]
}

function lineOf(address: string, lines: readonly string[]): number {
  return Math.max(
    0,
    lines.findIndex((line) => line.includes(address)),
  )
}

/** The lines that speak of one recipient: those with its address, and those below it up to the next recipient. */
function passageOf(recipient: Named, next: Named | undefined, lines: readonly string[]): string {
  const end = next === undefined || next.line <= recipient.line ? lines.length : next.line
  const mentions = lines.filter((line, index) => index > recipient.line && line.includes(recipient.address))
  return [...mentions, ...lines.slice(recipient.line, end)].join('\n')
}

function reasonOf(passage: string, address: string): string {
  const lines = passage.split('\n').map((line) => line.trim())
  const said =
    lines.find(holdsRefusal) ?? lines.find((line) => /\w/.test(line) && !line.includes(address)) ?? ''
  return said.slice(0, 160)
}
