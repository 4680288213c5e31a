import type { OutboundMessage } from '../ports/outbound-message.ts'

/** An answer of a bakery to a customer, as a sender is given it. */
export function outboundMail(changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    id: '0197f000-0000-7000-8000-000000000001',
    from: { name: 'Boulangerie Martin', address: 'contact@boulangerie-martin.example' },
    to: [{ name: 'Zoé Lefèvre', address: 'zoe@client.example' }],
    cc: [],
    subject: 'Re: Gâteau d’anniversaire pour samedi 🎂',
    text: 'Bonjour Zoé,\n\nC’est noté pour samedi.\n.\nÀ bientôt',
    html: '<p>Bonjour Zoé,</p><p>C’est noté pour samedi.</p>',
    mailId: 'abc123.def456@boulangerie-martin.example',
    inReplyTo: 'second@client.example',
    references: ['first@client.example', 'second@client.example'],
    date: new Date('2026-11-20T09:30:00Z'),
    ...changes,
  }
}
