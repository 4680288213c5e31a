import { plural } from './plural.ts'

const count = plural('fr')
const countEnglish = plural('en')

/** The words of writing a text: what it costs, what is allowed, and what to do where it is not. */
export const frenchTexting = {
  characters: count('# caractère', '# caractères'),
  sms: count('# SMS', '# SMS'),
  charactersLeft: count('# restant', '# restants'),
  tooLong: count('# caractère de trop', '# caractères de trop'),
  ofCharacters: (used: string, limit: string) => `${used} caractères sur ${limit}`,
  costly: (segments: number, without: number) =>
    segments > without
      ? `${segments} SMS au lieu de ${without} à cause de ces caractères :`
      : 'Avec ces caractères, un SMS en contient 70 au lieu de 160 :',
  windowUntil: (date: string) => `Réponse libre possible jusqu’à ${date}.`,
  windowClosed: (date: string | null) =>
    date === null
      ? 'WhatsApp n’accepte une réponse libre que dans les 24 heures qui suivent un message du client.'
      : `La réponse libre n’est plus possible depuis ${date} : WhatsApp l’accepte dans les 24 heures qui suivent un message du client.`,
  windowRemedy: 'Envoyez un modèle approuvé ; la conversation se rouvre dès que le client y répond.',
  noTemplates: 'Aucun modèle n’est enregistré pour ce numéro : ajoutez-en un dans ses réglages.',
  template: 'Modèle',
  templateName: (name: string, language: string) => `${name} (${language})`,
  place: (number: number) => `Valeur ${number}`,
  preview: 'Aperçu du message',
  sendTemplate: 'Envoyer le modèle',
  optedOut: (address: string) => `${address} a demandé à ne plus recevoir de messages.`,
  optedOutRemedy:
    'Rien ne lui est envoyé tant que ce refus est noté. Levez-le seulement si cette personne vous a redonné son accord.',
  liftOptOut: 'Accord redonné',
  liftQuestion: (address: string) =>
    `Autoriser de nouveau l’envoi à ${address} ? La loi demande l’accord de la personne.`,
  noAddress: 'Personne n’a laissé de numéro ni d’adresse : il n’y a personne à qui répondre.',
  cannotSend: 'On ne peut pas répondre par ce canal : il ne fait que recevoir, ou il n’est plus connecté.',
  onlyReports: 'Un serveur a envoyé cet avis : personne n’y lit de réponse.',
  keptDraft: 'Votre brouillon est conservé.',
  unshown: (kind: string) =>
    `Un message d’une sorte qui ne peut pas être affichée ici est arrivé : ${kind}. Il est conservé intact.`,
}

export const englishTexting: typeof frenchTexting = {
  characters: countEnglish('# character', '# characters'),
  sms: countEnglish('# SMS', '# SMS'),
  charactersLeft: countEnglish('# left', '# left'),
  tooLong: countEnglish('# character too many', '# characters too many'),
  ofCharacters: (used: string, limit: string) => `${used} of ${limit} characters`,
  costly: (segments: number, without: number) =>
    segments > without
      ? `${segments} SMS instead of ${without} because of these characters:`
      : 'With these characters an SMS holds 70 of them instead of 160:',
  windowUntil: (date: string) => `You can answer freely until ${date}.`,
  windowClosed: (date: string | null) =>
    date === null
      ? 'WhatsApp only takes a free answer within 24 hours of the customer’s last message.'
      : `A free answer has not been possible since ${date}: WhatsApp takes one within 24 hours of the customer’s last message.`,
  windowRemedy: 'Send an approved template; the conversation opens again as soon as the customer answers it.',
  noTemplates: 'No template is registered for this number: add one in its settings.',
  template: 'Template',
  templateName: (name: string, language: string) => `${name} (${language})`,
  place: (number: number) => `Value ${number}`,
  preview: 'Preview of the message',
  sendTemplate: 'Send the template',
  optedOut: (address: string) => `${address} asked to receive no more messages.`,
  optedOutRemedy:
    'Nothing is sent there while this refusal is on record. Lift it only if this person has agreed again.',
  liftOptOut: 'Has agreed again',
  liftQuestion: (address: string) =>
    `Allow sending to ${address} again? The law asks for this person’s consent.`,
  noAddress: 'Nobody left a number or an address: there is nobody to answer.',
  cannotSend: 'No answer can leave by this channel: it only receives, or it is not connected any more.',
  onlyReports: 'A server sent this report: nobody reads an answer to it.',
  keptDraft: 'Your draft is kept.',
  unshown: (kind: string) =>
    `A message of a kind that cannot be shown here has arrived: ${kind}. It is kept as it came.`,
}
