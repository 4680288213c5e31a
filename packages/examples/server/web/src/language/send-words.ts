/** The words of what a person may decide about an answer on its way. */
export const frenchSend = {
  planned: (date: string) => `Partira ${date}`,
  leaving: 'Part dans quelques secondes',
  cancel: 'Annuler l’envoi',
  takeBack: 'Reprendre le texte sans envoyer',
  reuse: 'Reprendre le texte',
  reused: 'Le texte est de retour dans l’éditeur.',
  cancelled: 'Envoi annulé : le texte est de retour dans l’éditeur.',
  'send-now': 'Envoyer maintenant',
  resend: 'Renvoyer',
  'mark-sent': 'Marquer comme envoyé',
}

export const englishSend: typeof frenchSend = {
  planned: (date: string) => `Will leave ${date}`,
  leaving: 'Leaves in a few seconds',
  cancel: 'Do not send',
  takeBack: 'Take the text back, do not send',
  reuse: 'Take the text back',
  reused: 'The text is back in the editor.',
  cancelled: 'Not sent: the text is back in the editor.',
  'send-now': 'Send now',
  resend: 'Send again',
  'mark-sent': 'Mark as sent',
}
