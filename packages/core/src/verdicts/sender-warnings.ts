import { domainToUnicode } from 'node:url'
import { type Address, addressKey } from '../model/address.ts'
import type { SenderWarning } from '../model/authentication.ts'
import { registeredDomain } from '../model/mail-domain.ts'
import { foldText } from '../model/text.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { alphabetsOf, lookOf } from './look-of-text.ts'

type Sent = Pick<ParsedMessage, 'from' | 'replyTo' | 'headers'>

/** Names that are imitated more than any other; compared with the name of a registered domain, without its ending. */
const imitatedNames = [
  ...[
    'paypal',
    'google',
    'microsoft',
    'amazon',
    'apple',
    'facebook',
    'instagram',
    'linkedin',
    'netflix',
    'dhl',
  ],
  ...['chronopost', 'colissimo', 'laposte', 'ameli', 'impots', 'orange', 'bnpparibas', 'creditagricole'],
  ...['societegenerale', 'caissedepargne', 'labanquepostale', 'boursorama', 'stripe', 'docusign', 'dropbox'],
]

const maxWarnings = 8
const longestName = 200

/**
 * What may mislead a reader about the sender of a mail, however well its domain is proven: who owns `paypa1.com` signs
 * its mail. `identity` is our address on the channel.
 */
export function senderWarnings(message: Sent, identity: Address): readonly SenderWarning[] {
  const { from } = message
  if (from === null || from.address === '') return []
  const warnings = [
    ...addressInName(from),
    ...ourName(from, identity),
    ...imitation(from.address, identity),
    ...answersElsewhere(from, message.replyTo),
    ...otherSender(from, message),
  ]
  return warnings.slice(0, maxWarnings)
}

function addressInName({ name, address }: Address): readonly SenderWarning[] {
  const shown = /[^\s<>"'(),;:]{1,64}@[^\s<>"'(),;:@]{1,253}\.[^\s<>"'(),;:@.]{2,63}/.exec(
    name.slice(0, longestName),
  )?.[0]
  const isOther = shown !== undefined && addressKey(shown) !== addressKey(address)
  return isOther ? [{ kind: 'name-shows-address', value: shown }] : []
}

function ourName({ name, address }: Address, identity: Address): readonly SenderWarning[] {
  const own = foldText(identity.name)
  const isOurs = own !== '' && foldText(name.slice(0, longestName)) === own
  return isOurs && registeredDomain(address) !== registeredDomain(identity.address)
    ? [{ kind: 'name-of-ours', value: identity.address }]
    : []
}

/** Letters of two alphabets in one label, and names that look like our own domain or like one often imitated. */
function imitation(address: string, identity: Address): readonly SenderWarning[] {
  const domain = registeredDomain(address)
  const shown = domainToUnicode(domain) || domain
  const mixed = shown.split('.').some((label) => alphabetsOf(label).length > 1)
  const [own, look] = [registeredDomain(identity.address), lookOf(shown)]
  const name = look.slice(0, look.lastIndexOf('.'))
  const imitated = imitatedNames.find((known) => lookOf(known) === name && nameOf(shown) !== known)
  const isOurLook = own !== '' && domain !== own && look === lookOf(domainToUnicode(own) || own)
  return [
    ...(mixed ? [{ kind: 'mixed-alphabets', value: shown } as const] : []),
    ...(isOurLook ? [{ kind: 'lookalike-domain', value: own } as const] : []),
    ...(imitated !== undefined ? [{ kind: 'lookalike-domain', value: imitated } as const] : []),
  ]
}

function answersElsewhere(from: Address, replyTo: readonly Address[]): readonly SenderWarning[] {
  const elsewhere = replyTo.find(
    ({ address }) => address !== '' && registeredDomain(address) !== registeredDomain(from.address),
  )
  return elsewhere === undefined ? [] : [{ kind: 'reply-elsewhere', value: elsewhere.address }]
}

/** RFC 5322 §3.6.2: several authors need a Sender; one of another domain wrote in the author's name. */
function otherSender(from: Address, { headers }: Sent): readonly SenderWarning[] {
  const lines = headers.get('from') ?? []
  const authors = lines.flatMap((line) => addressesIn(line))
  const isSeveral = lines.length > 1 || new Set(authors.map(addressKey)).size > 1
  const sender = addressesIn(headers.get('sender')?.[0] ?? '').at(-1)
  const isOther = sender !== undefined && registeredDomain(sender) !== registeredDomain(from.address)
  const other = authors.find((author) => addressKey(author) !== addressKey(from.address))
  return [
    ...(isSeveral ? [{ kind: 'several-authors', value: other ?? '' } as const] : []),
    ...(isOther && !headers.has('list-id') ? [{ kind: 'other-sender', value: sender } as const] : []),
  ]
}

/** The addresses of a header line, without what stands in quotes or comments. */
function addressesIn(line: string): readonly string[] {
  const bare = line.slice(0, 4000).replaceAll(/"(?:[^"\\]|\\.)*"|\([^()]*\)/g, ' ')
  const angled = [...bare.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map((match) => match[1] ?? '')
  if (angled.length > 0) return angled
  return bare.split(',').flatMap((part) => /[^\s<>]+@[^\s<>]+/.exec(part)?.[0] ?? [])
}

function nameOf(domain: string): string {
  return domain.slice(0, domain.lastIndexOf('.'))
}
