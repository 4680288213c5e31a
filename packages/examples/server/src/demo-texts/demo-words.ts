const smsLong =
  'Bonjour, je suis passée ce matin et il n’y avait plus de brioche. Pourriez-vous m’en garder deux pour samedi, et me dire si vous faites encore la galette aux amandes ? Nous serons dix à table, dont deux enfants qui ne mangent pas de fruits secs. Merci beaucoup !'

const french = {
  title: 'Jouer le client',
  intro:
    'Chaque envoi passe par le vrai chemin : un appel signé, comme Vonage ou votre site le ferait, arrive à l’adresse du webhook, est vérifié, conservé, puis compris.',
  openInbox: 'Ouvrir la boîte de réception',
  capturedMail: 'Courrier capturé',
  otherLanguage: { code: 'en', name: 'English' },
  number: 'Numéro du client',
  mail: 'Adresse du client',
  name: 'Nom',
  usualName: 'celui de la personne habituelle',
  kind: 'Sorte de message',
  kinds: {
    text: 'Texte',
    photo: 'Photo, avec le texte en légende',
    place: 'Position, le texte nomme le lieu',
  },
  text: 'Texte',
  send: 'Envoyer',
  smsHint: 'Un texte de plus de 160 signes arrive en plusieurs parties, parfois dans le désordre.',
  smsTexts: [
    ['Texte', 'Bonjour, avez-vous encore des croissants ?'],
    ['Un SMS long, en parties', smsLong],
    ['STOP : ne plus rien recevoir', 'STOP'],
    ['REPRENDRE : redonner son accord', 'REPRENDRE'],
  ],
  whatsappHint: 'Une réponse libre est possible pendant 24 heures ; ensuite, un modèle approuvé.',
  whatsappTexts: [['Texte', 'Bonjour, je suis en route pour la commande !']],
  form: 'Formulaire de contact',
  formHint: 'Le site de la boulangerie dépose le message, signé selon Standard Webhooks.',
  formTexts: [['Texte', 'Bonjour, proposez-vous des ateliers de boulangerie le samedi ?']],
  sent: 'Envoyé : le message apparaît dans la boîte de réception.',
  refused: (status: number) => `Le webhook a répondu ${status}.`,
} as const

/** The words of the page on which a visitor plays the customer. */
export type DemoWords = {
  readonly [Key in keyof typeof french]: (typeof french)[Key] extends string
    ? string
    : (typeof french)[Key] extends (status: number) => string
      ? (status: number) => string
      : (typeof french)[Key] extends readonly unknown[]
        ? readonly (readonly [label: string, text: string])[]
        : { readonly [Inner in keyof (typeof french)[Key]]: string }
}

const english: DemoWords = {
  title: 'Play the customer',
  intro:
    'Everything takes the real way: a signed call, as Vonage or your site would make it, comes to the address of the webhook, is proven, kept, and then understood.',
  openInbox: 'Open the inbox',
  capturedMail: 'Captured mail',
  otherLanguage: { code: 'fr', name: 'Français' },
  number: 'Number of the customer',
  mail: 'Address of the customer',
  name: 'Name',
  usualName: 'that of the usual person',
  kind: 'Kind of message',
  kinds: { text: 'Text', photo: 'Photo, the text is its caption', place: 'Location, the text names it' },
  text: 'Text',
  send: 'Send',
  smsHint: 'A text of more than 160 characters comes in several parts, sometimes out of order.',
  smsTexts: [
    ['Text', 'Hello, do you have any croissants left?'],
    ['A long SMS, in parts', smsLong],
    ['STOP: receive nothing more', 'STOP'],
    ['START: agree again', 'START'],
  ],
  whatsappHint: 'A free answer is possible for 24 hours; after that, an approved template.',
  whatsappTexts: [['Text', 'Hi, I am on my way to pick up the order!']],
  form: 'Contact form',
  formHint: 'The bakery’s site posts the message, signed by Standard Webhooks.',
  formTexts: [['Text', 'Hello, do you offer bread-making classes on Saturdays?']],
  sent: 'Sent: the message appears in the inbox.',
  refused: (status: number) => `The webhook answered ${status}.`,
}

export const demoWords: Readonly<Record<'fr' | 'en', DemoWords>> = { fr: french, en: english }
