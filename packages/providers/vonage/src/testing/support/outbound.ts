import type { OutboundMessage } from '@guichet/core'

/** A text to a customer. */
export function outboundText(more: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    id: '01936b2e-7c5a-7cc1-9d0b-0123456789ab',
    from: { name: '', address: '+33644630000' },
    to: [{ name: 'Ann', address: '+33612345678' }],
    cc: [],
    subject: '',
    text: 'Bonjour, votre commande est partie.',
    html: '',
    mailId: null,
    inReplyTo: null,
    references: [],
    date: new Date('2026-11-27T10:00:00Z'),
    ...more,
  }
}
