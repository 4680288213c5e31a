import { Readable } from 'node:stream'
import {
  type Address,
  attachmentLabels,
  GuichetError,
  headerText,
  mailbox,
  type OutboundAttachment,
  type OutboundMessage,
  purposeHeaders,
  wireAddress,
} from '@guichet/core'
import MailComposer from 'nodemailer/lib/mail-composer'
import { assertSize, type SizeLimit, withinLimit } from './size-limit.ts'

/** A message as it goes over the wire, and whom the server is told it is from and for. */
export interface ComposedMessage {
  readonly raw: Buffer
  readonly envelope: {
    /** Empty for what must never be answered by a machine (RFC 5321 §4.5.5). */
    readonly from: string
    /** Everybody, also those who stand in no header. */
    readonly to: readonly string[]
  }
}

export interface ComposeOptions {
  /** For a provider that takes no envelope and reads its recipients from the headers, Bcc too, which it removes. */
  readonly keepBcc?: boolean
  /** A message beyond it is refused, before more of its files is read than could be sent. */
  readonly limit?: SizeLimit
}

/**
 * Builds the MIME message: text with an HTML alternative and files, its Message-ID and date exactly as given. Throws
 * `invalid-input` for an address that is not one, for text that would break out of its header line, and for what is
 * larger than it may be.
 */
export async function composeMessage(
  message: OutboundMessage,
  { keepBcc = false, limit }: ComposeOptions = {},
): Promise<ComposedMessage> {
  const { cc, bcc = [] } = message
  const files = message.attachments ?? []
  if (message.to.length + cc.length + bcc.length === 0) {
    throw invalid('to', 'a message needs at least one recipient')
  }
  if (Number.isNaN(message.date.getTime())) throw invalid('date', 'the date of the message is not a date')
  const inReplyTo = mailIds('inReplyTo', message.inReplyTo === null ? [] : [message.inReplyTo])
  const node = new MailComposer({
    from: mailboxOnWire('from', message.from),
    replyTo: message.replyTo === undefined ? undefined : mailboxOnWire('replyTo', message.replyTo),
    to: message.to.map((address) => mailboxOnWire('to', address)),
    cc: cc.map((address) => mailboxOnWire('cc', address)),
    bcc: bcc.map((address) => mailboxOnWire('bcc', address)),
    subject: headerText('subject', message.subject),
    text: message.text,
    html: message.html === '' ? undefined : message.html,
    messageId: `<${ownMailId(message.mailId)}>`,
    inReplyTo: inReplyTo[0],
    references: mailIds('references', message.references),
    date: message.date,
    attachments: (limit === undefined ? files : withinLimit(files, limit)).map(attachment),
    headers: {
      // Relays replace the Message-ID; what comes back, bounced or through a list, is recognised by this.
      'X-Guichet-Message-Id': `<${ownMailId(message.mailId)}>`,
      ...purposeHeaders(message),
    },
    // Lines stay under 76 columns whatever people write, and no server rewrites them on the way.
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  node.keepBcc = keepBcc
  // From the composed node: domains outside ASCII are already in their wire form there.
  const { from, to } = node.getEnvelope()
  if (from === false) throw invalid('from', 'a message needs a sender address')
  const raw = await node.build()
  if (limit !== undefined) assertSize(raw, limit)
  return { raw, envelope: { from: message.automatic === 'answer' ? '' : from, to } }
}

/** nodemailer would encode the domain letter by letter: composed letters and capitals would name another one. */
function mailboxOnWire(field: string, given: Address): Address {
  const { name, address } = mailbox(field, given)
  return { name, address: wireAddress(address) }
}

function attachment(file: OutboundAttachment) {
  const { name, contentType, contentId } = attachmentLabels(file)
  return {
    filename: name,
    contentType,
    content: Readable.from(file.open()),
    contentDisposition: contentId === undefined ? ('attachment' as const) : ('inline' as const),
    ...(contentId === undefined ? {} : { cid: contentId }),
  }
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
