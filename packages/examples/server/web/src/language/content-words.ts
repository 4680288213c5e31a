import { englishFetched, frenchFetched } from './fetched-words.ts'
import { englishParts, frenchParts } from './part-words.ts'
import { plural } from './plural.ts'

const frenchCount = plural('fr')
const englishCount = plural('en')

/** The words around what a message shows and the files that came with it. */
export const frenchContent = {
  parts: frenchParts,
  fetched: frenchFetched,
  showSignature: 'Afficher la signature',
  hideSignature: 'Masquer la signature',
  wholeText: 'Tout le message',
  replyOnly: 'Seulement la réponse',
  download: (name: string) => `Télécharger ${name}`,
  unnamedFile: 'Fichier sans nom',
  attachedMessage: 'Message joint',
  deliveryReport: 'Rapport de remise',
  mayRun: 'peut exécuter un programme',
  formatted: 'Mise en forme',
  plain: 'Texte seul',
  formattedTitle: 'Message avec sa mise en forme',
  formattedLoading: 'Chargement de la mise en forme…',
  noFormatting: 'Ce message n’a pas de mise en forme.',
  imagesBlocked: frenchCount(
    '# image distante est bloquée : elle signalerait votre lecture à l’expéditeur.',
    '# images distantes sont bloquées : elles signaleraient votre lecture à l’expéditeur.',
  ),
  showImages: 'Afficher les images',
  trackersRemoved: frenchCount('# pixel espion a été retiré.', '# pixels espions ont été retirés.'),
}

export const englishContent: typeof frenchContent = {
  parts: englishParts,
  fetched: englishFetched,
  showSignature: 'Show signature',
  hideSignature: 'Hide signature',
  wholeText: 'Whole message',
  replyOnly: 'Reply only',
  download: (name: string) => `Download ${name}`,
  unnamedFile: 'File without a name',
  attachedMessage: 'Attached message',
  deliveryReport: 'Delivery report',
  mayRun: 'may run a program',
  formatted: 'Formatted view',
  plain: 'Text view',
  formattedTitle: 'Message with its formatting',
  formattedLoading: 'Loading the formatting…',
  noFormatting: 'This message has no formatting of its own.',
  imagesBlocked: englishCount(
    '# remote picture is blocked: it would tell the sender that you are reading.',
    '# remote pictures are blocked: they would tell the sender that you are reading.',
  ),
  showImages: 'Show pictures',
  trackersRemoved: englishCount('# tracking pixel was removed.', '# tracking pixels were removed.'),
}
