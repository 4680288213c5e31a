import type { DeliveryFailureKind } from '../model/verdict.ts'

/** RFC 3463 codes in running text: not part of an IP address, a version or a date. */
const enhancedCode = /(?<![\d.])([45]\.\d{1,2}\.\d{1,3})(?![\d.]*\d)/g
/** A three-figure SMTP reply, where a reply stands. */
const replyCode = /(?:^|[\s:;'"(<>])([45]\d\d)(?=[\s:;,'"-])/

/** The most telling status of a failure: `5.1.1` before `5.0.0`; null when it holds none. */
export function readStatus(text: string): string | null {
  const codes = [...text.matchAll(enhancedCode)].map((match) => match[1] ?? '')
  return codes.find((code) => !isVague(code)) ?? codes[0] ?? null
}

/** Codes that only repeat that it failed, or that time ran out: why is in another one. */
export function isVague(status: string): boolean {
  return /^\d\.0\.0$|^[45]\.4\.7$/.test(status)
}

const deadAddress =
  /user (?:is )?unknown|unknown (?:user|recipient|address|local)|no such (?:user|recipient|mailbox|address|person)|(?:does|do)(?: not|n't) exist|recipient(?: name is)? not (?:found|recognized)|not listed in|host (?:unknown|or domain name not found)|(?:domain|host)(?: \S+)? not found|invalid (?:user|recipient|mailbox)|mailbox (?:not found|unavailable)|account (?:is |has been )?(?:disabled|deleted|closed)|address unknown/i
const passing =
  /mailbox (?:is )?full|over ?quota|quota exceeded|exceeds allowed size|temporar|try again|timed? ?out|timeout|expired|retry|greylist|deferred|too many|rate limit/i
/** What a server says about us, the message or itself. */
const otherCause =
  /denied|policy|black ?list|block(?:ed|list)|not allowed|\bspam\b|dmarc|unauthenticated|relay|frequency|protocol|syntax|parameter|transaction failed|unavailable|not accepting|header|limit|too (?:large|big)/i
/** Mailbox full, a system in trouble, a route, a protocol, the content, a policy: the address itself may be good. */
const notTheAddress = /^5\.(?:2\.[23]|[3-7]\.\d+)$|^5\.1\.[78]$/

/** Whether a failure condemns the address; what is said in words counts where the code is vague. */
export function failureKind(status: string | null, text: string): Exclude<DeliveryFailureKind, 'delayed'> {
  if (status !== null && !isVague(status))
    return status.startsWith('5') && !notTheAddress.test(status) && !passing.test(text) ? 'hard' : 'soft'
  if (passing.test(text)) return 'soft'
  if (deadAddress.test(text)) return 'hard'
  if (otherCause.test(text)) return 'soft'
  const reply = status ?? replyCode.exec(text)?.[1] ?? ''
  return reply.startsWith('5') ? 'hard' : 'soft'
}

/** True for text that holds an SMTP refusal. */
export function holdsRefusal(text: string): boolean {
  return replyCode.test(text) || readStatus(text) !== null
}
