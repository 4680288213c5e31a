import type { OutboundMessage } from '@guichet/core'

export function sampleMail(changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    id: '0197f000-0000-7000-8000-000000000001',
    from: { name: 'Boulangerie Martin', address: 'contact@boulangerie-martin.example' },
    to: [{ name: 'Zoé Lefèvre', address: 'zoe@client.example' }],
    cc: [],
    subject: 'Votre facture',
    text: 'Bonjour Zoé,\nvotre facture est jointe.',
    html: '<p>Bonjour Zoé,</p>',
    mailId: 'abc123.def456@boulangerie-martin.example',
    inReplyTo: 'second@client.example',
    references: ['first@client.example', 'second@client.example'],
    date: new Date('2026-11-20T09:30:00Z'),
    ...changes,
  }
}
