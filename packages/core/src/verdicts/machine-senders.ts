import type { Address } from '../model/address.ts'

/** Local parts, without dots, hyphens and underscores, of programs that report on mail. */
const daemons = new Set([
  'mailerdaemon',
  'postmaster',
  'maildaemon',
  'mailsystem',
  'maildeliverysystem',
  'maildeliverysubsystem',
  'poostmaster',
  'bounce',
  'bounces',
  'mailadmin',
])

const noAnswer =
  /^(?:(?:no|not|do-?not|ne-?pas|nao|keine)[-._]?(?:reply|respond|answer|repondre|responder|antwort)|noreply|donotreply|nepasrepondre|nicht-?antworten)/

const robots =
  /^(?:mailer-?daemon|postmaster|notifications?|alerts?|bounces?|listserv|majordomo|mailman|owner-.+|.+-(?:request|owner|bounces?|confirm))$/

/** The part before the at sign, lower case, without the tag after a plus. */
export function localPart(address: string): string {
  const at = address.lastIndexOf('@')
  const local = (at === -1 ? address : address.slice(0, at)).toLowerCase()
  return local.replace(/\+.*$/, '')
}

/** A mail server speaking: `MAILER-DAEMON@…`, `post_master@…`. */
export function isDaemon(address: string): boolean {
  return daemons.has(localPart(address).replaceAll(/[-._]/g, ''))
}

/** Addresses and names under which mail servers speak, and now and then the people who run them. */
const operators =
  /^(?:admin|administrator|sysadmin|root|system|mailmaster|mailserver|mailrouter|mdaemon|smtpd?)$/
const operatorNames =
  /^(?:system administrator|mail (?:administrator|router|server|system)|mail ?delivery?(?: (?:sub)?system| service)?|mailer[- ]?daemon|postmaster|internet mail delivery)\b/i

/** Perhaps a mail server: what it says has to show that. */
export function isOperator({ name, address }: Address): boolean {
  return operators.test(localPart(address)) || operatorNames.test(name.trim())
}

/** An address that says of itself that nobody reads it: `no-reply@…`, `ne-pas-repondre@…`. */
export function isNoReply(address: string): boolean {
  return noAnswer.test(localPart(address))
}

/** Programs that answer mail, or lists: never a person's own address. */
export function isRobot(address: string): boolean {
  return isDaemon(address) || isNoReply(address) || robots.test(localPart(address))
}
