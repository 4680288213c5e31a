/** The words of the keyboard shortcuts. */
export const frenchShortcuts = {
  title: 'Raccourcis clavier',
  singleLetters: 'Raccourcis à une lettre',
  singleLettersHint: 'À désactiver si vous dictez ou utilisez un lecteur d’écran.',
  key: 'Touche',
  action: 'Action',
  names: {
    next: 'Conversation suivante',
    previous: 'Conversation précédente',
    reply: 'Répondre',
    resolve: 'Résoudre',
    resolveAndNext: 'Résoudre et ouvrir la suivante',
    send: 'Envoyer la réponse',
    sendAndResolve: 'Envoyer et résoudre',
    leave: 'Quitter la réponse (le brouillon reste)',
    help: 'Afficher cette aide',
  },
}

export const englishShortcuts: typeof frenchShortcuts = {
  title: 'Keyboard shortcuts',
  singleLetters: 'Single-letter shortcuts',
  singleLettersHint: 'Switch off if you dictate or use a screen reader.',
  key: 'Key',
  action: 'Action',
  names: {
    next: 'Next conversation',
    previous: 'Previous conversation',
    reply: 'Reply',
    resolve: 'Resolve',
    resolveAndNext: 'Resolve and open the next one',
    send: 'Send the reply',
    sendAndResolve: 'Send and resolve',
    leave: 'Leave the reply (the draft stays)',
    help: 'Show this help',
  },
}
