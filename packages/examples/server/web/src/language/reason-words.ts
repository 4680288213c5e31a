// By what the API says.
const frenchSentences = {
  'it was taken back before it was sent': 'Reprise avant de partir.',
  'somebody answered in the meantime': 'Quelqu’un a répondu entre-temps.',
  'the customer wrote before it was to be sent': 'Le client a écrit avant.',
  'the sending was interrupted: it may have been sent': 'L’envoi a été interrompu.',
  'sending broke off; the message may have been sent': 'L’envoi s’est interrompu.',
  'nobody could find out whether it was sent: look in the folder of sent mail, then send it again or mark it as sent':
    'Impossible de savoir si elle est partie. Regardez dans le dossier des messages envoyés, puis renvoyez-la ou marquez-la comme envoyée.',
  'nobody could find out whether it was sent, and what a machine writes is never sent twice':
    'Impossible de savoir si elle est partie ; une réponse automatique n’est jamais renvoyée.',
  'the mailbox this answer was to be sent from was removed':
    'La boîte d’où elle devait partir a été retirée.',
}

const englishSentences: typeof frenchSentences = {
  'it was taken back before it was sent': 'Taken back before it left.',
  'somebody answered in the meantime': 'Somebody answered in the meantime.',
  'the customer wrote before it was to be sent': 'The customer wrote first.',
  'the sending was interrupted: it may have been sent': 'The sending was interrupted.',
  'sending broke off; the message may have been sent': 'The sending broke off.',
  'nobody could find out whether it was sent: look in the folder of sent mail, then send it again or mark it as sent':
    'Nobody could find out whether it was sent. Look in the folder of sent mail, then send it again or mark it as sent.',
  'nobody could find out whether it was sent, and what a machine writes is never sent twice':
    'Nobody could find out whether it was sent; an automatic answer is never sent twice.',
  'the mailbox this answer was to be sent from was removed': 'The mailbox it was to leave from was removed.',
}

type Say = (sentence: string) => string | undefined

/** Why an answer did not leave, where the sentence is one of ours; a server's own words stay as they are. */
export const frenchReason: Say = (sentence) => new Map(Object.entries(frenchSentences)).get(sentence)
export const englishReason: Say = (sentence) => new Map(Object.entries(englishSentences)).get(sentence)
