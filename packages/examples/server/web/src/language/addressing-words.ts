import { plural } from './plural.ts'

const [fr, en] = [plural('fr'), plural('en')]

/** The words of whom an answer goes to, and of its files. */
export const frenchAddressing = {
  mode: 'À qui répondre',
  modes: { reply: 'Répondre', 'reply-all': 'Répondre à tous', forward: 'Transférer' },
  here: { reply: 'Répondre à ce message', 'reply-all': 'Répondre à tous', forward: 'Transférer…' },
  about: (author: string) => `au message de ${author}`,
  passedOn: (author: string) => `le message de ${author}`,
  usual: 'Revenir à la réponse habituelle',
  lists: { to: 'À', cc: 'Cc', bcc: 'Cci' },
  copies: 'Cc et Cci',
  copiesHint: 'Ajouter des personnes en copie, ou en copie cachée',
  placeholder: 'nom@exemple.fr',
  removeAddress: (address: string) => `Retirer ${address}`,
  blind: (names: string) => `Copie cachée à ${names}`,
  forwardPlaceholder: 'Ajoutez un mot, si vous voulez…',
  nobody: 'Indiquez au moins un destinataire.',
  warnings: {
    external: (who: string) =>
      `${who} : ni chez vous ni chez votre correspondant. Vérifiez que cette personne peut lire cet échange.`,
    'reply-elsewhere': (who: string) =>
      `Les réponses sont demandées à ${who}, un autre domaine que celui de l’expéditeur.`,
    'no-reply': (who: string) => `Personne ne lit les réponses à ${who}.`,
  },
  refused: {
    own: 'c’est l’adresse d’envoi',
    invalid: 'ce n’est pas une adresse',
    undeliverable: 'cette adresse n’existe pas, d’après son serveur',
    complained: 'cette personne a signalé un de vos messages comme indésirable',
    'opted-out': 'cette personne ne veut plus de messages',
    other: 'on ne peut pas lui écrire',
  },
  leftOut: {
    undeliverable: (who: string) => `${who} n’existe pas, d’après son serveur : rien ne lui est envoyé.`,
    complained: (who: string) =>
      `${who} a signalé un de vos messages comme indésirable : rien ne lui est envoyé.`,
    'no-reply': (who: string) => `Personne ne lit les réponses à ${who} : indiquez quelqu’un d’autre.`,
  },
  attach: 'Joindre des fichiers',
  files: fr('# fichier joint', '# fichiers joints'),
  dropHere: 'Déposez les fichiers ici',
  originals: fr('Avec son fichier joint', 'Avec ses # fichiers joints'),
  sending: (percent: number) => `${percent} %`,
  removeFile: (name: string) => `Retirer ${name}`,
  tooLarge: (name: string) =>
    `${name} : un message contient au plus 25 Mo de fichiers. Envoyez plutôt un lien.`,
  failed: 'Ce fichier n’a pas pu être joint.',
  program: 'C’est un programme, et les serveurs de messagerie les refusent : envoyez plutôt un lien.',
  empty: 'Ce fichier est vide.',
  waiting: 'Un fichier n’est pas encore là : attendez ou retirez-le.',
  wrong: 'Corrigez les destinataires signalés.',
}

export const englishAddressing: typeof frenchAddressing = {
  mode: 'Whom to answer',
  modes: { reply: 'Reply', 'reply-all': 'Reply to all', forward: 'Forward' },
  here: { reply: 'Reply to this message', 'reply-all': 'Reply to all', forward: 'Forward…' },
  about: (author: string) => `to the message of ${author}`,
  passedOn: (author: string) => `the message of ${author}`,
  usual: 'Back to the usual reply',
  lists: { to: 'To', cc: 'Cc', bcc: 'Bcc' },
  copies: 'Cc and Bcc',
  copiesHint: 'Add people in copy, or in blind copy',
  placeholder: 'name@example.com',
  removeAddress: (address: string) => `Remove ${address}`,
  blind: (names: string) => `Blind copy to ${names}`,
  forwardPlaceholder: 'Add a word, if you like…',
  nobody: 'Name at least one recipient.',
  warnings: {
    external: (who: string) =>
      `${who}: neither yours nor your correspondent’s. Make sure that this person may read this exchange.`,
    'reply-elsewhere': (who: string) => `Answers are wanted at ${who}, another domain than the sender’s.`,
    'no-reply': (who: string) => `Nobody reads answers to ${who}.`,
  },
  refused: {
    own: 'this is the address it is sent from',
    invalid: 'this is not an address',
    undeliverable: 'this address does not exist, its server said',
    complained: 'this person reported a message of yours as spam',
    'opted-out': 'this person wants no more messages',
    other: 'nothing can be sent there',
  },
  leftOut: {
    undeliverable: (who: string) => `${who} does not exist, its server said: nothing is sent there.`,
    complained: (who: string) => `${who} reported a message of yours as spam: nothing is sent there.`,
    'no-reply': (who: string) => `Nobody reads answers to ${who}: name somebody else.`,
  },
  attach: 'Attach files',
  files: en('# file attached', '# files attached'),
  dropHere: 'Drop the files here',
  originals: en('With its attachment', 'With its # attachments'),
  sending: (percent: number) => `${percent}%`,
  removeFile: (name: string) => `Remove ${name}`,
  tooLarge: (name: string) => `${name}: a message holds at most 25 MB of files. Send a link instead.`,
  failed: 'This file could not be attached.',
  program: 'It is a program, and mail servers refuse programs: send a link instead.',
  empty: 'This file is empty.',
  waiting: 'A file is not there yet: wait, or remove it.',
  wrong: 'Correct the recipients that are marked.',
}
