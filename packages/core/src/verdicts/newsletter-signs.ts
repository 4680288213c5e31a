import { hasReplyPrefix } from '../model/base-subject.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerLine } from './headers.ts'
import { localPart } from './machine-senders.ts'
import { phraseFamilies } from './newsletter-phrases.ts'

/** Newsletters explain themselves at the beginning and at the end. */
const headLength = 1500
const tailLength = 3000
const threshold = 3
/** A person who wants to leave a list, or asks about a subscription, uses the same words, and is brief. */
const personalThreshold = 6
const personalLength = 1500
/** Two lines that say "unsubscribe" and "newsletter" are more likely a request than an issue. */
const shortThreshold = 4
const shortLength = 300

const personal =
  /\b(?:i|i'm|i'd|i've) |\bplease (?:remove|unsubscribe|cancel|stop|take)|\bje |\bj['’]|\bmon |\bma |\bmerci de|\bich |\bmein|\bbitte |\byo |\bmi |\bquiero|\bquisiera|\bpor favor|\bvorrei|\bmio |\bmia |\bgostaria|\bmeu |\bik |\bmijn |\bjag |\bjeg |\bhaluan|\bchcę|\bproszę|я |прошу/

const patterns = phraseFamilies.map(({ phrases, ...family }) => ({
  ...family,
  pattern: new RegExp(phrases.map(literally).join('|')),
}))

/** Nobody's own address. */
const newsletterSender =
  /newsletter|infolettre|nieuwsbrief|nyhetsbrev|nyhedsbrev|@(?:news|mailing|promo|offers|deals)\./
const bulkSender =
  /news|letter|offer|promo|marketing|deals|digest|weekly|mailer|subscri|(?:^|[._-])(?:daily|update|bounce|list|alert)s?(?:$|[._-])/

/** One pattern per family: many times faster than looking for each phrase. */
function literally(phrase: string): string {
  return phrase.replace(/[()]/g, '\\$&')
}

type Read = Pick<ParsedMessage, 'from' | 'subject' | 'text' | 'inReplyTo' | 'references'>

/**
 * What a mail without list headers says that only newsletters say. Answers are people's, and quoted lines are not
 * the sender's own words: people quote such footers all the time.
 */
export function newsletterSigns(message: Read): readonly string[] | null {
  if (message.inReplyTo.length > 0 || message.references.length > 0 || hasReplyPrefix(message.subject))
    return null
  const address = message.from?.address.toLowerCase() ?? ''
  if (newsletterSender.test(address)) return [headerLine('from', address)]
  const text = ownEnds(message.text)
  const families = patterns.filter(({ pattern }) => pattern.test(text))
  const isBulkSender = bulkSender.test(localPart(address))
  const total = families.reduce((sum, { weight }) => sum + weight, isBulkSender ? 1 : 0)
  if (families.length === 0 || total < thresholdFor(text, total)) return null
  const found = families.map(({ name }) => `the text says ${name}`)
  return isBulkSender ? [...found, headerLine('from', address)] : found
}

function thresholdFor(text: string, total: number): number {
  if (total < threshold) return threshold
  if (text.length < personalLength && personal.test(text)) return personalThreshold
  return text.length < shortLength ? shortThreshold : threshold
}

/** Beginning and end of what the sender wrote, lower case, without quoted lines and forwarded messages. */
function ownEnds(text: string): string {
  const ends =
    text.length <= headLength + tailLength ? text : `${text.slice(0, headLength)}\n${text.slice(-tailLength)}`
  const lower = ends.toLowerCase()
  const forwarded = lower.search(/^-{2,} ?(?:original message|forwarded (?:message|by)|message d'origine)/m)
  const own = forwarded === -1 ? lower : lower.slice(0, forwarded)
  return own.includes('\n>') || own.startsWith('>') ? own.replace(/^[ \t]*>.*$/gm, '') : own
}
