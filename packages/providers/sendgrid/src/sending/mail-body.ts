import {
  type Address,
  attachmentLabels,
  GuichetError,
  headerText,
  mailbox,
  type OutboundAttachment,
  type OutboundMessage,
  plainAddress,
  purposeHeaders,
  type TenantId,
} from '@guichet/core'

/** SendGrid takes 30 MB in all, files counted as base64. */
const maxBytes = 30 * 1024 * 1024

/** How the tenant and our id come back in every report about the message. */
export const tenantArgument = 'guichet_tenant'
export const messageArgument = 'guichet_message'

/** The message as SendGrid wants it. Throws `invalid-input` for what would not be one mail to these people. */
export async function mailBody(message: OutboundMessage, tenant: TenantId): Promise<object> {
  const { from, replyTo, subject, text, html } = message
  const content = [
    // SendGrid refuses an empty part, and HTML before text.
    { type: 'text/plain', value: text === '' ? ' ' : text },
    ...(html === '' ? [] : [{ type: 'text/html', value: html }]),
  ]
  return {
    // Not beside the personalizations: there its description allows a text only.
    personalizations: [
      { ...recipients(message), custom_args: { [tenantArgument]: tenant, [messageArgument]: message.id } },
    ],
    from: person('from', from),
    ...(replyTo === undefined ? {} : { reply_to: person('replyTo', replyTo) }),
    // An empty subject is refused as well.
    subject: headerText('subject', subject) || ' ',
    content,
    ...(await files(message)),
    headers: headers(message),
    // Our mail is read by people who wrote to us first: no pixel, no rewritten links.
    tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
  }
}

/** SendGrid refuses an address that stands in two places. */
function recipients({ to, cc, bcc = [] }: OutboundMessage): object {
  const seen = new Set<string>()
  const once = (field: string, addresses: readonly Address[]) =>
    addresses
      .map((address) => person(field, address))
      .filter(({ email }) => {
        const key = email.toLowerCase()
        return !seen.has(key) && seen.add(key)
      })
  // Somebody who was left out may have been the only one whom it was to.
  const [main, copies] = to.length === 0 ? [cc, []] : [to, cc]
  const lists = { to: once('to', main), cc: once('cc', copies), bcc: once('bcc', bcc) }
  if (lists.to.length === 0) {
    throw new GuichetError('invalid-input', 'to: SendGrid needs one visible recipient', { field: 'to' })
  }
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

function person(field: string, address: Address): { readonly email: string; readonly name?: string } {
  const { name, address: given } = mailbox(field, address)
  const email = plainAddress(field, given, 'SendGrid')
  return name === '' ? { email } : { email, name }
}

async function files({
  attachments = [],
}: OutboundMessage): Promise<{ readonly attachments?: readonly object[] }> {
  if (attachments.length === 0) return {}
  const left = { bytes: maxBytes }
  const encoded: object[] = []
  for (const attachment of attachments) {
    const { name, contentType, contentId } = attachmentLabels(attachment)
    const place =
      contentId === undefined
        ? { disposition: 'attachment' }
        : { disposition: 'inline', content_id: contentId }
    encoded.push({ content: await base64(attachment, left), filename: name, type: contentType, ...place })
  }
  return { attachments: encoded }
}

/** Reads no more of a file than could be sent. */
async function base64({ open }: OutboundAttachment, left: { bytes: number }): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of open()) {
    left.bytes -= (chunk.length * 4) / 3
    if (left.bytes < 0) {
      throw new GuichetError('invalid-input', 'attachments: SendGrid takes 30 MB in all, in base64', {
        field: 'attachments',
      })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('base64')
}

/** SendGrid writes Message-ID itself: ours travels in a header of its own. */
function headers(message: OutboundMessage): Readonly<Record<string, string>> {
  const { mailId, inReplyTo, references } = message
  const ids = references.map((id) => `<${headerText('references', id)}>`).join(' ')
  return {
    ...(mailId === null ? {} : { 'X-Guichet-Message-Id': `<${headerText('mailId', mailId)}>` }),
    ...(inReplyTo === null ? {} : { 'In-Reply-To': `<${headerText('inReplyTo', inReplyTo)}>` }),
    ...(ids === '' ? {} : { References: ids }),
    ...purposeHeaders(message),
  }
}
