import { foldText } from '../model/text.ts'

/** The words of the CTIA and of the providers, and their French: each ends all texts when it is said alone. */
const optOut = new Set([
  ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'opt out'],
  ...['stop sms', 'stop pub', 'stop whatsapp', 'stop merci', 'stop svp', 'stop please', 'stop thanks'],
  ...['arret', 'arreter', 'arretez', 'desabonnement', 'desabonner', 'me desabonner', 'desabonnez moi'],
  ...['desinscription', 'desinscrire', 'me desinscrire', 'desinscrivez moi', 'remove me'],
])

const optIn = new Set([
  ...['start', 'unstop', 'subscribe', 'optin', 'opt in', 'start sms', 'reprendre', 'reabonnement'],
  ...['reabonner', 'me reabonner', 'reabonnez moi'],
])

/** Longer than any of them with a number behind it. */
const maxLength = 40

/**
 * What a whole text asks for when it is nothing but such a word: `STOP`, `Arrêt !`, `« stop »`, `STOP au 36111`. Within
 * a sentence the word asks for nothing: "Stop by tomorrow" is for people to read.
 */
export function optOutWord(text: string): 'opt-out' | 'opt-in' | null {
  if (text.length > maxLength) return null
  const words = foldText(text)
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .replace(/ (?:(?:au|to) )?\d{3,8}$/, '')
  if (optOut.has(words)) return 'opt-out'
  return optIn.has(words) ? 'opt-in' : null
}
