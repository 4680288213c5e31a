import { plural } from './plural.ts'

const count = plural('fr')
const countEnglish = plural('en')

/** The words of answers that have not left: planned ones, those that could not, and mailboxes that let nothing out. */
export const frenchOutgoing = {
  title: 'Envois',
  lists: { planned: 'Planifiés', unsent: 'Non partis' },
  counts: {
    planned: count('# réponse planifiée', '# réponses planifiées'),
    unsent: count('# réponse non partie', '# réponses non parties'),
  },
  none: { planned: 'Rien n’est planifié', unsent: 'Tout est parti' },
  noneHints: {
    planned: 'Une réponse que vous envoyez plus tard attend ici jusqu’à son heure.',
    unsent: 'Une réponse qui ne part pas, ou dont on ignore si elle est partie, apparaît ici.',
  },
  to: (names: string) => `À ${names}`,
  more: 'Afficher plus',
  held: (name: string) => `Rien ne part de « ${name} »`,
  waiting: count('# réponse attend.', '# réponses attendent.'),
  atLeastWaiting: count('Au moins # réponse attend.', 'Au moins # réponses attendent.'),
  correct: 'Corriger l’accès',
  retry: 'Réessayer maintenant',
  retried: 'Nouvel essai en cours.',
  released: (name: string) => `« ${name} » envoie de nouveau : ce qui attendait part.`,
  heldHere: 'L’envoi est bloqué.',
  outgoingPassword: 'Mot de passe du serveur d’envoi',
}

export const englishOutgoing: typeof frenchOutgoing = {
  title: 'Sending',
  lists: { planned: 'Planned', unsent: 'Not sent' },
  counts: {
    planned: countEnglish('# planned answer', '# planned answers'),
    unsent: countEnglish('# answer not sent', '# answers not sent'),
  },
  none: { planned: 'Nothing is planned', unsent: 'Everything has left' },
  noneHints: {
    planned: 'An answer that you send later waits here until its time.',
    unsent: 'An answer that does not leave, or of which nobody knows whether it has, appears here.',
  },
  to: (names: string) => `To ${names}`,
  more: 'Show more',
  held: (name: string) => `Nothing leaves “${name}”`,
  waiting: countEnglish('# answer waits.', '# answers wait.'),
  atLeastWaiting: countEnglish('At least # answer waits.', 'At least # answers wait.'),
  correct: 'Correct the login',
  retry: 'Try again now',
  retried: 'Trying again.',
  released: (name: string) => `“${name}” sends again: what was waiting leaves.`,
  heldHere: 'Sending is blocked.',
  outgoingPassword: 'Password of the outgoing server',
}
