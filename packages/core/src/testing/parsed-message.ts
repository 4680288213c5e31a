import type { ParsedMessage } from '../ports/channel.ts'

/** A plain message from a customer to an inbox, with whatever the test needs different. */
export function parsedMessage(changes: Partial<ParsedMessage> = {}): ParsedMessage {
  const mailId = changes.mailId === undefined ? 'question@customer.example' : changes.mailId
  return {
    externalId: `mail:${mailId}`,
    mailId,
    inReplyTo: [],
    references: [],
    from: { name: 'Claire Petit', address: 'claire@customer.example' },
    replyTo: [],
    to: [{ name: '', address: 'support@acme.example' }],
    cc: [],
    subject: 'Commande 12',
    text: 'Bonjour, où en est ma commande ?',
    attachments: [],
    sentAt: null,
    headers: new Map(),
    ...changes,
  }
}

/** A text from the same customer's phone, with whatever the test needs different. */
export function parsedText(changes: Partial<ParsedMessage> = {}): ParsedMessage {
  return parsedMessage({
    ...{ externalId: 'text:1', mailId: null, subject: '' },
    from: { name: '', address: '+33612345678' },
    to: [{ name: '', address: '+33644600000' }],
    ...changes,
  })
}
