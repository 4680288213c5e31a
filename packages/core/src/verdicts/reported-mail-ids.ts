import type { ParsedMessage } from '../ports/channel.ts'
import { addressesIn } from './mail-address.ts'
import { originalMailId, readNotice } from './returned-message.ts'

type Reporting = Pick<ParsedMessage, 'report' | 'text' | 'references' | 'inReplyTo' | 'to'>

const maxIds = 40
const maxTextLength = 64 * 1024

/** Fields of a report that name the message it is about (RFC 8098 §3.2.5, RFC 3464 §2.2.1, Postfix). */
const fieldNames = ['original-message-id', 'original-envelope-id', 'x-original-message-id', 'message-id']
/** Header lines of the returned message; relays that put an id of their own into Message-ID leave ours. */
const ownHeader = 'x-guichet-message-id'

/** The form of the ids that we make (see `mail-ids.ts`): found in any text, whatever surrounds it. */
const ownForm = /[0-9a-f]{32}\.[0-9a-f]{20}@[\w.-]{1,255}/g
const labelledId = /message-id:?[ \t]*<?([^\s<>"']{3,250}@[^\s<>"']{1,250})>?/gi

/**
 * Message-IDs by which a report may name the message it is about, the surest first. Anybody can write a report: an id
 * counts only when it is one of a message we sent.
 */
export function reportedMailIds(message: Reporting): readonly string[] {
  const { report, references, inReplyTo } = message
  const { originalHeaders } = readNotice(message)
  const text = message.text.slice(0, maxTextLength)
  const ids = [
    ...(originalHeaders?.get(ownHeader) ?? []),
    originalMailId(originalHeaders),
    ...(report?.fields ?? []).flatMap((block) => fieldNames.map((name) => block.get(name) ?? '')),
    ...[...text.matchAll(ownForm)].map(([id]) => id),
    ...inReplyTo,
    ...references.toReversed(),
    ...[...text.matchAll(labelledId)].map((found) => found[1] ?? ''),
  ]
  const bare = ids.map((id) => (id ?? '').trim().replace(/^<|>$/g, ''))
  return [...new Set(bare)].filter((id) => id.includes('@') && !/\s/.test(id)).slice(0, maxIds)
}

/** The recipients that a complaint or a receipt names; feedback loops often black them out. */
export function reportedRecipients({ report }: Pick<ParsedMessage, 'report'>): readonly string[] {
  const names = ['original-recipient', 'final-recipient', 'original-rcpt-to', 'removal-recipient']
  const fields = (report?.fields ?? []).flatMap((block) => names.map((name) => block.get(name) ?? ''))
  const headers = ['x-hmxmroriginalrecipient', 'to'].flatMap(
    (name) => report?.originalHeaders?.get(name)?.[0] ?? '',
  )
  return [...new Set([...fields, ...headers].flatMap(addressesIn))]
}
