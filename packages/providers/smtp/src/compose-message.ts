import { type Address, GuichetError, type OutboundMessage } from '@guichet/core'
import MailComposer from 'nodemailer/lib/mail-composer'
import { headerText } from './header-text.ts'

/** A message as it goes over the wire, and whom the server is told it is from and for. */
export interface ComposedMessage {
  readonly raw: Buffer
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

/**
 * Builds the MIME message: text with an HTML alternative, its Message-ID and date exactly as given. Throws
 * `invalid-input` for an address that is not one and for text that would break out of its header line.
 */
export async function composeMessage(message: OutboundMessage): Promise<ComposedMessage> {
  if (message.to.length === 0) throw invalid('to', 'a message needs at least one recipient')
  if (Number.isNaN(message.date.getTime())) throw invalid('date', 'the date of the message is not a date')
  const inReplyTo = mailIds('inReplyTo', message.inReplyTo === null ? [] : [message.inReplyTo])
  const node = new MailComposer({
    from: mailbox('from', message.from),
    replyTo: message.replyTo === undefined ? undefined : mailbox('replyTo', message.replyTo),
    to: message.to.map((address) => mailbox('to', address)),
    cc: message.cc.map((address) => mailbox('cc', address)),
    subject: headerText('subject', message.subject),
    text: message.text,
    html: message.html === '' ? undefined : message.html,
    messageId: `<${ownMailId(message.mailId)}>`,
    inReplyTo: inReplyTo[0],
    references: mailIds('references', message.references),
    date: message.date,
    // Relays replace the Message-ID; what comes back, bounced or through a list, is recognised by this.
    headers: { 'X-Guichet-Message-Id': `<${ownMailId(message.mailId)}>` },
    // Lines stay under 76 columns whatever people write, and no server rewrites them on the way.
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  // From the composed node: domains outside ASCII are already in their wire form there.
  const { from, to } = node.getEnvelope()
  if (from === false) throw invalid('from', 'a message needs a sender address')
  return { raw: await node.build(), envelope: { from, to } }
}

/** Always an object: a string would be parsed as a list and could name other recipients. */
function mailbox(field: string, { name, address }: Address): { name: string; address: string } {
  const checked = headerText(field, address.trim())
  // No quoted local parts: nobody has one, and quotes, brackets and commas are how lists are smuggled in.
  if (!/^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/u.test(checked)) {
    throw invalid(field, `${field} must be a mail address like name@example.com`)
  }
  return { name: headerText(field, name), address: checked }
}

function ownMailId(mailId: string | null): string {
  if (mailId !== null && isMailId(headerText('mailId', mailId))) return mailId
  throw invalid('mailId', 'mailId must be a Message-ID without angle brackets')
}

/** Ids of other people's mails. What could never be found again as an id is left out. */
function mailIds(field: string, ids: readonly string[]): string[] {
  return ids
    .map((id) => headerText(field, id))
    .filter(isMailId)
    .map((id) => `<${id}>`)
}

function isMailId(id: string): boolean {
  return /^[^\s<>]{1,900}$/u.test(id)
}

function invalid(field: string, sentence: string): GuichetError {
  return new GuichetError('invalid-input', sentence, { field })
}
