const french = {
  title: 'Courrier capturé',
  intro:
    'Ce que la démonstration envoie par courriel arrive ici et nulle part ailleurs : les réponses aux clients et le courrier de l’application elle-même.',
  openInbox: 'Ouvrir la boîte de réception',
  otherLanguage: { code: 'en', name: 'English' },
  none: 'Rien n’a encore été envoyé. Répondez à un client, ou envoyez un courriel d’essai.',
  refresh: 'Actualiser',
  test: 'Courriel d’essai',
  testTo: 'Destinataire',
  send: 'Envoyer un courriel d’essai',
  sent: 'Envoyé et capturé : il est en tête de la liste.',
  late: 'Le courriel est en file d’attente et n’est pas encore parti : actualisez dans un instant.',
  refused: (reason: string) => `Le courriel n’a pas été accepté : ${reason}`,
  back: 'Tout le courrier capturé',
  noSubject: '(sans objet)',
  columns: { subject: 'Objet', from: 'De', to: 'À', at: 'Heure' },
  fields: { from: 'De', to: 'À', cc: 'Copie', bcc: 'Copie cachée', at: 'Capturé' },
  html: 'Mise en forme',
  htmlFrame: (subject: string) => `Mise en forme de « ${subject} »`,
  noHtml: 'Ce courriel n’a pas de version mise en forme.',
  text: 'Texte',
  noText: 'Ce courriel n’a pas de texte.',
  headers: 'En-têtes',
  files: 'Pièces jointes',
  noFiles: 'Aucune pièce jointe.',
  raw: 'Télécharger le message (.eml)',
  gone: 'Ce courriel n’est plus là.',
} as const

/** The words of the pages that show what was sent. */
export type CapturedWords = {
  readonly [Key in keyof typeof french]: (typeof french)[Key] extends string
    ? string
    : (typeof french)[Key] extends (text: string) => string
      ? (text: string) => string
      : { readonly [Inner in keyof (typeof french)[Key]]: string }
}

const english: CapturedWords = {
  title: 'Captured mail',
  intro:
    'What the demo sends by mail arrives here and nowhere else: answers to customers, and the application’s own mail.',
  openInbox: 'Open the inbox',
  otherLanguage: { code: 'fr', name: 'Français' },
  none: 'Nothing was sent yet. Answer a customer, or send a test mail.',
  refresh: 'Refresh',
  test: 'Test mail',
  testTo: 'Recipient',
  send: 'Send a test mail',
  sent: 'Sent and captured: it is the first of the list.',
  late: 'The mail is queued and has not left yet: refresh in a moment.',
  refused: (reason: string) => `The mail was not accepted: ${reason}`,
  back: 'All captured mail',
  noSubject: '(no subject)',
  columns: { subject: 'Subject', from: 'From', to: 'To', at: 'Time' },
  fields: { from: 'From', to: 'To', cc: 'Copy', bcc: 'Blind copy', at: 'Captured' },
  html: 'Formatted',
  htmlFrame: (subject: string) => `“${subject}”, formatted`,
  noHtml: 'This mail has no formatted version.',
  text: 'Text',
  noText: 'This mail has no text.',
  headers: 'Headers',
  files: 'Attachments',
  noFiles: 'No attachments.',
  raw: 'Download the message (.eml)',
  gone: 'This mail is not there any more.',
}

export const capturedWords: Readonly<Record<'fr' | 'en', CapturedWords>> = { fr: french, en: english }
