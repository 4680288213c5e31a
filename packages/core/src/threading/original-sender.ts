import { type Address, addressKey } from '../model/address.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerOf } from '../verdicts/headers.ts'

/**
 * Who wrote a mail whose From a group or a list has rewritten (`'Ann' via Sales <sales@acme.example>`): Reply-To, and
 * only where X-Original-From says the same. Reply-To alone is the sender's to choose, and would let anybody name
 * whose contact he is. Null where nothing was rewritten.
 */
export function originalSender({
  from,
  replyTo,
  headers,
}: Pick<ParsedMessage, 'from' | 'replyTo' | 'headers'>): Address | null {
  const original = headerOf(headers, 'x-original-from')
  const address = /<([^<>\s]+@[^<>\s]+)>/.exec(original)?.[1] ?? original
  const [reply] = replyTo
  if (reply === undefined || replyTo.length > 1 || from === null) return null
  const isSame = addressKey(address) === addressKey(reply.address)
  if (!isSame || addressKey(reply.address) === addressKey(from.address)) return null
  const name = /^(.*?)\s+via\s/i.exec(from.name)?.[1] ?? from.name
  return { name: reply.name || name.replaceAll(/^['"]|['"]$/g, ''), address: reply.address }
}
