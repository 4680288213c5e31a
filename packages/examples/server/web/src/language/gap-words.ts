import { plural } from './plural.ts'

const frenchCount = plural('fr')
const englishCount = plural('en')

/** The words of the gap report. */
export const frenchGap = {
  title: (name: string) => `Rien ne manque ? – ${name}`,
  complete: 'Rien ne manque : tous les messages du serveur sont retrouvés.',
  reading: frenchCount(
    'Lecture en cours : encore # message à lire.',
    'Lecture en cours : encore # messages à lire.',
  ),
  missing: frenchCount(
    '# message du serveur ne se retrouve pas ici.',
    '# messages du serveur ne se retrouvent pas ici.',
  ),
  notYet: 'La première lecture de cette boîte n’est pas encore terminée.',
  counted: 'Serveur compté',
  folder: 'Dossier',
  roles: { inbox: 'Boîte de réception', sent: 'Envoyés', junk: 'Indésirables', archive: 'Archives' },
  onServer: 'Sur le serveur',
  here: 'Ici',
  unexplained: 'Manquants',
  facts: {
    serverCount: 'Messages sur le serveur',
    stored: 'Dans vos conversations',
    quarantined: 'Conservés sans pouvoir être lus',
    deleted: 'Supprimés ici',
    missing: 'Annoncés par le serveur, pas encore remis',
    notYetRead: 'Pas encore lus',
    newer: 'Arrivés depuis ce comptage',
    gap: 'Manquants sans explication',
  },
}

export const englishGap: typeof frenchGap = {
  title: (name: string) => `Is anything missing? – ${name}`,
  complete: 'Nothing is missing: every message of the server is accounted for.',
  reading: englishCount('Still reading: # message to go.', 'Still reading: # messages to go.'),
  missing: englishCount('# message of the server is not here.', '# messages of the server are not here.'),
  notYet: 'This mailbox has not been read to the end for the first time yet.',
  counted: 'Server counted',
  folder: 'Folder',
  roles: { inbox: 'Inbox', sent: 'Sent', junk: 'Junk', archive: 'Archive' },
  onServer: 'On the server',
  here: 'Here',
  unexplained: 'Missing',
  facts: {
    serverCount: 'Messages on the server',
    stored: 'In your conversations',
    quarantined: 'Kept, but could not be read',
    deleted: 'Deleted here',
    missing: 'Announced by the server, not delivered yet',
    notYetRead: 'Not read yet',
    newer: 'Arrived since that count',
    gap: 'Missing without a reason',
  },
}
