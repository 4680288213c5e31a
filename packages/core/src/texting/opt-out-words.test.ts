import { expect, it } from 'vitest'
import { optOutWord } from './opt-out-words.ts'

it.each([
  'STOP',
  'stop',
  ' Stop. ',
  'STOP !',
  '« stop »',
  '"Stop"',
  'ＳＴＯＰ',
  'Stop \u{1F6D1}',
  'STOPALL',
  'Stop all',
  'STOP SMS',
  'stop-sms',
  'STOP au 36111',
  'Stop SMS au 36111',
  'STOP 36111',
  'Stop to 80888',
  'ARRET',
  'arrêt',
  'ARRÊTER',
  'Arrêtez !',
  'arre\u0302t',
  'Désabonnement',
  'DESABONNEMENT',
  'me désabonner',
  'Désabonnez-moi',
  'Désinscription',
  'Unsubscribe',
  'CANCEL',
  'End',
  'Quit',
  'Revoke',
  'opt-out',
])('%j asks for no more texts', (text) => {
  expect(optOutWord(text)).toBe('opt-out')
})

it.each(['START', 'Start !', 'unstop', 'Reprendre', 'REPRENDRE.', 'Réabonnement', 'opt in', 'START 36111'])(
  '%j asks for texts again',
  (text) => {
    expect(optOutWord(text)).toBe('opt-in')
  },
)

it.each([
  '',
  '?',
  '36111',
  'Stop by tomorrow',
  'Non stop',
  'nonstop',
  'Please stop sending me the invoice twice',
  'Ne vous arrêtez pas',
  'arrêt maladie',
  'Arrêt de bus 12',
  'STOP 12',
  'Stop 36111 rue',
  'Annuler',
  'résilier',
  'Yes',
  'oui',
  'end of month',
  'Start at 9?',
  `STOP${' '.repeat(50)}`.padEnd(60, '.'),
])('%j is for people to read', (text) => {
  expect(optOutWord(text)).toBe(null)
})
