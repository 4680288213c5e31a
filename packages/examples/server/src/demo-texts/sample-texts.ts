import type { DemoMessage } from './demo-message.ts'

function sms(from: string, text: string): DemoMessage {
  return { channel: 'sms', kind: 'text', from, name: '', text }
}

function whatsApp(from: string, name: string, text: string, kind: DemoMessage['kind'] = 'text'): DemoMessage {
  return { channel: 'whatsapp', kind, from, name, text }
}

const lucie = '+33612008745'
const jack = '+447700900142'
const ines = '+33687654321'
const marco = '+393331234567'

/** What customers of the bakery write besides mails, in order. */
export const sampleTexts: readonly DemoMessage[] = [
  sms(
    lucie,
    'Bonjour, êtes-vous ouverts lundi de Pâques ? Je voudrais commander un gâteau pour huit personnes, plutôt aux fruits rouges, à retirer vers dix heures. Et acceptez-vous les tickets restaurant ? Merci d’avance, Lucie',
  ),
  sms(jack, 'Hi! Do you still have sourdough for this afternoon? Jack'),
  whatsApp(ines, 'Inès Laurent', 'Bonjour ! Vous livrez dans le 3e arrondissement ?'),
  whatsApp(ines, 'Inès Laurent', 'Voici la décoration dont je rêve', 'photo'),
  whatsApp(marco, 'Marco', 'Hello, we are here, can somebody bring the cake out? 🎂'),
  whatsApp(marco, 'Marco', 'Place Bellecour, Lyon', 'place'),
  {
    channel: 'webhook',
    kind: 'text',
    from: 'sophie.bernard@famille-bernard.example',
    name: 'Sophie Bernard',
    text: 'Bonjour, nous fêtons le départ en retraite de ma mère le mois prochain : pouvez-vous préparer un buffet pour trente personnes ? Bien cordialement',
  },
]
