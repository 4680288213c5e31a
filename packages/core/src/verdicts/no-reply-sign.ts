import { addressKey } from '../model/address.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerLine } from './headers.ts'
import { isNoReply } from './machine-senders.ts'

/** `E-mail: claire@customer.example`, as contact forms write it. */
const namedCustomer =
  /(?:e-?mail|courriel|correo|adresse|address|from|de|von)[^\n:=]{0,20}[:=]\s{0,5}<?[^\s@]{1,64}@/i
const maxTextLength = 2000

/**
 * A sender that nobody can answer is a program. Contact forms and market places write from such addresses in the
 * name of a person, whom Reply-To or the text names: those are people's mail.
 */
export function noReplySign({
  from,
  replyTo,
  text,
}: Pick<ParsedMessage, 'from' | 'replyTo' | 'text'>): string | null {
  if (from === null || !isNoReply(from.address)) return null
  const isForSomebody = replyTo.some(
    ({ address }) => addressKey(address) !== addressKey(from.address) && !isNoReply(address),
  )
  return isForSomebody || namedCustomer.test(text.slice(0, maxTextLength))
    ? null
    : headerLine('from', from.address)
}
