/** The words of what a message holds besides its text: an event, a protection, other messages. */
export const frenchParts = {
  event: {
    publish: 'Événement',
    request: 'Invitation',
    reply: 'Réponse à une invitation',
    cancel: 'Événement annulé',
    counter: 'Autre date proposée',
    other: 'Événement',
  },
  untitled: 'Sans titre',
  when: 'Date',
  where: 'Lieu',
  organizer: 'Organisateur',
  attendees: 'Participants',
  repeats: 'Se répète',
  often: {
    DAILY: 'Tous les jours',
    WEEKLY: 'Toutes les semaines',
    MONTHLY: 'Tous les mois',
    YEARLY: 'Tous les ans',
  },
  oftenOtherwise: 'Plusieurs fois',
  unknownZone: 'Le fuseau horaire n’est pas connu.',
  status: {
    accepted: 'accepté',
    declined: 'refusé',
    tentative: 'peut-être',
    delegated: 'délégué',
  },
  encrypted:
    'Ce message est chiffré : seul son destinataire peut le lire. Ouvrez-le dans une messagerie qui possède la clé.',
  signed: 'Message signé. La signature n’a pas été vérifiée ici.',
  wrapped:
    'Ce message est signé, et son texte est enfermé dans sa signature : téléchargez l’original et ouvrez-le dans une messagerie.',
  signatureFile: 'signature numérique',
  attachedMail: 'Message joint',
  openMail: 'Ouvrir le message joint',
  closeMail: 'Fermer le message joint',
  noSubject: '(sans objet)',
  files: (names: string) => `Fichiers : ${names}`,
}

export const englishParts: typeof frenchParts = {
  event: {
    publish: 'Event',
    request: 'Invitation',
    reply: 'Answer to an invitation',
    cancel: 'Event cancelled',
    counter: 'Another time proposed',
    other: 'Event',
  },
  untitled: 'Untitled',
  when: 'When',
  where: 'Where',
  organizer: 'Organiser',
  attendees: 'Attendees',
  repeats: 'Repeats',
  often: { DAILY: 'Every day', WEEKLY: 'Every week', MONTHLY: 'Every month', YEARLY: 'Every year' },
  oftenOtherwise: 'Several times',
  unknownZone: 'Its time zone is not known.',
  status: { accepted: 'accepted', declined: 'declined', tentative: 'maybe', delegated: 'delegated' },
  encrypted:
    'This message is encrypted: only its recipient can read it. Open it in a mail program that has the key.',
  signed: 'Signed message. The signature was not checked here.',
  wrapped:
    'This message is signed, and its text is locked within its signature: download the original and open it in a mail program.',
  signatureFile: 'digital signature',
  attachedMail: 'Attached message',
  openMail: 'Open the attached message',
  closeMail: 'Close the attached message',
  noSubject: '(no subject)',
  files: (names: string) => `Files: ${names}`,
}
