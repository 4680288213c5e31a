/** A thing that newsletters say and people hardly do; each family counts once, with its weight. */
export interface PhraseFamily {
  readonly name: string
  readonly weight: number
  readonly phrases: readonly string[]
}

/** Lower case, in the languages of our customers; short enough that a line break rarely falls into one. */
export const phraseFamilies: readonly PhraseFamily[] = [
  {
    name: 'how to unsubscribe',
    weight: 2,
    phrases: [
      ...['unsubscribe', 'unsubscription', 'to be removed from', 'remove yourself', 'opt out', 'opt-out'],
      ...['remove your name', 'signoff ', 'leave this list', 'cancel your subscription', 'removed from our'],
      ...['désabonn', 'desabonn', 'désinscri', 'desinscri', 'ne plus recevoir', 'abmelden', 'abbestellen'],
      ...['austragen', 'darse de baja', 'darte de baja', 'cancelar la suscrip', 'cancellati', 'disiscri'],
      ...['annulla iscrizione', 'cancelar a subscri', 'cancelar inscri', 'afmelden', 'uitschrijven'],
      ...['avregistrera', 'afmeld', 'meld deg av', 'peruuta tilaus', 'wypisz się', 'anulować subskryp'],
      ...['odhlásit', 'отписаться', '退订', '配信停止', '配信解除', '수신거부'],
    ],
  },
  {
    name: 'why you receive this',
    weight: 2,
    phrases: [
      ...['you are receiving this', "you're receiving this", 'you received this', 'you have received this'],
      ...[
        'because you signed up',
        'because you subscribed',
        'because you are subscribed',
        'because you are a',
      ],
      ...['are subscribed as', 'you subscribed', 'you are currently subscribed', 'this email was sent to'],
      ...['this e-mail was sent to', 'this message was sent to', 'this mailing', 'you requested to receive'],
      ...['vous recevez ce', 'vous recevez cet', 'sie erhalten diese', 'recibe este', 'recibes este'],
      ...[
        'hai ricevuto questa',
        'ricevi questa',
        'você está recebendo',
        'u ontvangt deze',
        'je ontvangt deze',
      ],
    ],
  },
  {
    name: 'view online',
    weight: 2,
    phrases: [
      ...['view in browser', 'view in your browser', 'view this email', 'view it online', 'view online'],
      ...['having trouble viewing', "can't see this", 'cannot view this', 'version en ligne'],
      ...['dans votre navigateur', 'im browser', 'en su navegador', 'en tu navegador', 'nel browser'],
      ...['no navegador', 'in uw browser', 'in je browser', 'i webbläsaren', 'w przeglądarce'],
    ],
  },
  {
    name: 'subscription settings',
    weight: 1,
    phrases: [
      ...['manage your subscription', 'email preferences', 'e-mail preferences', 'change your preferences'],
      ...['update your profile', 'manage your account', 'to subscribe', 'subscription', 'newsletter'],
      ...[
        'mailing list',
        'change your address',
        'change your email',
        'gérer vos préférences',
        'einstellungen',
      ],
    ],
  },
  {
    name: 'legal notice',
    weight: 1,
    phrases: [
      ...['copyright', '©', '(c) 20', 'all rights reserved', 'privacy policy', 'tous droits réservés'],
      ...['mentions légales', 'alle rechte vorbehalten', 'datenschutz', 'impressum', 'trademark'],
    ],
  },
  {
    name: 'advertising',
    weight: 1,
    phrases: [
      ...[
        'advertis',
        'sponsor',
        'click here',
        'special offer',
        'limited time',
        'free shipping',
        'cliquez ici',
      ],
      ...['shop now', 'buy now', 'order now', 'save up to', 'jetzt bestellen', 'offre spéciale'],
    ],
  },
  {
    name: 'do not reply',
    weight: 1,
    phrases: [
      ...['do not reply to this', 'do not respond to this', "don't reply to this", 'not reply to this email'],
      ...['ne pas répondre à ce', 'nicht auf diese', 'no responda a este', 'forward this', 'to a friend'],
    ],
  },
]
