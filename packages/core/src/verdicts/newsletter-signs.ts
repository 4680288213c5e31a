import { hasReplyPrefix } from '../model/base-subject.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { splitReply } from '../reply-text/split-reply.ts'
import { platformMark } from './bulk-headers.ts'
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

const bulkSubject =
  /newsletter|infolettre|lettre d['’]info|nieuwsbrief|nyhetsbrev|rundbrief|bolet[ií]n|\b(?:issue|ausgabe|edition|édition|num[eé]ro|n°) ?#?\d|\b(?:daily|weekly|monthly) (?:digest|update|horoscope|report|news)/i
/** Campaign parameters, and the links through which platforms count who clicks. */
const trackedLink =
  /[?&]utm_(?:source|medium|campaign)=|list-manage\d?\.com\/|\/\/(?:click|clicks|links?|track|trk|t|r|e|email|em)\d?\.[\w-]+\.[\w.-]+\/|\/(?:ls\/click|track\/click|wf\/click|unsubscribe|desabonnement|d[eé]sinscription)\b/i

/** Longer ones are no letters. */
const maxSplitLength = 50_000

/** One pattern per family: many times faster than looking for each phrase. */
function literally(phrase: string): string {
  return phrase.replace(/[()]/g, '\\$&')
}

type Read = Pick<ParsedMessage, 'from' | 'subject' | 'text' | 'inReplyTo' | 'references' | 'headers'>

/**
 * What a mail without list headers says that only newsletters say. Answers are people's, and quoted lines are not
 * the sender's own words: people quote such footers all the time.
 */
export function newsletterSigns(message: Read): readonly string[] | null {
  if (message.inReplyTo.length > 0 || message.references.length > 0 || hasReplyPrefix(message.subject))
    return null
  const address = message.from?.address.toLowerCase() ?? ''
  if (newsletterSender.test(address)) return [headerLine('from', address)]
  const support = () => supportOf(message, address)
  // The ends are enough for nearly every mail; only what looks like a newsletter is taken apart.
  return weigh(ownEnds(message.text), support) === null
    ? null
    : weigh(ownEnds(ownWords(message.text)), support)
}

function weigh(text: string, supportFor: () => readonly string[]): readonly string[] | null {
  const families = patterns.filter(({ pattern }) => pattern.test(text))
  if (families.length === 0) return null
  const support = supportFor()
  const total = families.reduce((sum, { weight }) => sum + weight, support.length)
  if (total < thresholdFor(text, total)) return null
  return [...families.map(({ name }) => `the text says ${name}`), ...support]
}

/** What points to bulk mail and proves nothing: each adds a little to what the text says. */
function supportOf({ headers, subject, text }: Read, address: string): readonly string[] {
  const ends = `${text.slice(0, headLength)}\n${text.slice(-tailLength)}`
  return [
    bulkSender.test(localPart(address)) ? headerLine('from', address) : null,
    bulkSubject.test(subject) ? headerLine('subject', subject) : null,
    platformMark(headers),
    trackedLink.test(ends) ? 'its links are tracked' : null,
  ].filter((sign) => sign !== null)
}

function thresholdFor(text: string, total: number): number {
  if (total < threshold) return threshold
  if (text.length < personalLength && personal.test(text)) return personalThreshold
  return text.length < shortLength ? shortThreshold : threshold
}

/** Without what is quoted; of a short personal mail without the signature, which is the company's and not the writer's. */
function ownWords(text: string): string {
  if (text.length > maxSplitLength) return text
  const { reply, closing, signature } = splitReply(text)
  const written = `${reply}${closing}`
  const isPersonal = written.length < personalLength && personal.test(written.toLowerCase())
  return isPersonal || signature === '' ? written : `${written}\n${signature}`
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
