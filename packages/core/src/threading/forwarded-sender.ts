import { type Address, addressKey } from '../model/address.ts'
import type { AuthenticationVerdict } from '../model/authentication.ts'
import { hasForwardPrefix } from '../model/base-subject.ts'
import { isPublicDomain, mailDomain } from '../model/mail-domain.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerBlockAt } from '../reply-text/header-blocks.ts'
import { type MailLine, mailLines } from '../reply-text/mail-line.ts'
import { originalMessageAt } from '../reply-text/original-message.ts'
import { splitReply } from '../reply-text/split-reply.ts'
import { headerWords } from '../reply-text/words/header-words.ts'

export interface Forward extends Pick<ParsedMessage, 'from' | 'subject' | 'text'> {
  readonly proof: AuthenticationVerdict
}

/** A copied message is near the top; what is far below is an older one. */
const maxText = 20_000

const fromWords = new Set(Object.values(headerWords).flatMap(({ from }) => from))

/**
 * Who wrote the message that was forwarded to us, as its embedded header block says: the customer of the conversation,
 * in any language that mail programs write. Only a colleague may name one, or whoever adds no word of his own;
 * a customer who asks about somebody else's mail is the customer himself. It is a claim in a text: good
 * enough for a person who answers, never for a program.
 */
export function forwardedSender(forward: Forward, identity: Address): Address | null {
  const { from, subject, text, proof } = forward
  if (from === null || proof === 'fail' || !hasForwardPrefix(subject)) return null
  const start = text.slice(0, maxText)
  // Apple Mail quotes what it forwards.
  const embedded = embeddedMail(start) ?? embeddedMail(start.replace(/^>[ \t]?/gm, ''))
  if (embedded === null) return null
  const { sender, above } = embedded
  const own = [from, identity].map(({ address }) => addressKey(address))
  if (own.includes(addressKey(sender.address))) return null
  return isColleague(forward, identity) || addsNothing(above) ? sender : null
}

function isColleague({ from, proof }: Forward, identity: Address): boolean {
  const domain = mailDomain(identity.address)
  const isProven = proof === 'pass' || proof === 'unchecked'
  return isProven && from !== null && mailDomain(from.address) === domain && !isPublicDomain(domain)
}

/** No word but a title (`-----Original Message-----`) and perhaps a signature. */
function addsNothing(above: readonly MailLine[]): boolean {
  const own = above.filter((line, index) => !line.isBlank && originalMessageAt(line, index) === null)
  return splitReply(own.map((line) => line.text).join('\n')).reply.trim() === ''
}

interface EmbeddedMail {
  readonly sender: Address
  readonly above: readonly MailLine[]
}

function embeddedMail(text: string): EmbeddedMail | null {
  const lines = mailLines(text)
  const first = lines.findIndex((_, index) => headerBlockAt(lines, index) !== null)
  const block = first < 0 ? null : headerBlockAt(lines, first)
  if (block === null) return null
  for (const line of lines.slice(block.first, block.last + 1)) {
    const colon = line.text.search(/[:：]/)
    const word = line.folded.split(/[:：]/)[0]?.trim() ?? ''
    const sender = colon >= 0 && fromWords.has(word) ? addressIn(line.text.slice(colon + 1)) : null
    if (sender !== null) return { sender, above: lines.slice(0, first) }
  }
  return null
}

/** `Ann <ann@x>`, `Ann [mailto:ann@x]`, `Ann <ann@x<mailto:ann@x>>`, `ann@x`. */
function addressIn(value: string): Address | null {
  const found = /[^\s<>[\]()"':;,*]+@[^\s<>[\]()"';,*]+/.exec(value.replaceAll(/mailto:/gi, ' '))
  if (found === null) return null
  const name = value
    .slice(0, value.search(/[<[(]|$/))
    .replaceAll(/["'*]/g, '')
    .trim()
  const address = found[0].replace(/\.$/, '')
  return { name: name.includes('@') ? '' : name, address }
}
