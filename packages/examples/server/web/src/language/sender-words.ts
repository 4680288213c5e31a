/** What is said of the sender of a message. */
export const senderFrench = {
  why: 'Pourquoi ?',
  pass: (domain: string) => `Expéditeur vérifié : ${domain}`,
  unknown: (_domain: string) => 'Expéditeur non vérifié',
  fail: (domain: string) => `Expéditeur usurpé : ce message ne vient pas de ${domain}`,
  meaning: {
    pass: 'Le domaine de cette adresse confirme avoir envoyé ce message.',
    unknown:
      'Rien ne prouve que ce message vienne de cette adresse. Beaucoup de messages honnêtes ne prouvent rien.',
    fail: 'Le domaine de cette adresse déclare ne pas avoir envoyé ce message. N’y donnez pas suite.',
  },
  warnings: {
    'name-shows-address': (value: string) => `Le nom affiche une autre adresse : ${value}`,
    'name-of-ours': (value: string) => `Il porte notre nom sans venir de ${value}`,
    'lookalike-domain': (value: string) => `Le domaine ressemble à ${value}, mais c’en est un autre`,
    'mixed-alphabets': (value: string) => `Le domaine mélange des lettres de plusieurs alphabets : ${value}`,
    'reply-elsewhere': (value: string) => `Une réponse partirait vers un autre domaine : ${value}`,
    'several-authors': (value: string) => `Le message nomme plusieurs auteurs : ${value}`,
    'other-sender': (value: string) => `Une autre adresse l’a envoyé : ${value}`,
  },
}

export const senderEnglish: typeof senderFrench = {
  why: 'Why?',
  pass: (domain: string) => `Verified sender: ${domain}`,
  unknown: (_domain: string) => 'Sender not verified',
  fail: (domain: string) => `Forged sender: this does not come from ${domain}`,
  meaning: {
    pass: 'The domain of this address confirms that it sent this message.',
    unknown: 'Nothing proves that this message comes from this address. Many honest mails prove nothing.',
    fail: 'The domain of this address says that it did not send this message. Do not act on it.',
  },
  warnings: {
    'name-shows-address': (value: string) => `The name shows another address: ${value}`,
    'name-of-ours': (value: string) => `It bears our own name, and does not come from ${value}`,
    'lookalike-domain': (value: string) => `The domain looks like ${value}, and is another one`,
    'mixed-alphabets': (value: string) => `The domain mixes letters of several alphabets: ${value}`,
    'reply-elsewhere': (value: string) => `An answer goes to another domain: ${value}`,
    'several-authors': (value: string) => `The message names several authors: ${value}`,
    'other-sender': (value: string) => `Somebody else sent it: ${value}`,
  },
}
