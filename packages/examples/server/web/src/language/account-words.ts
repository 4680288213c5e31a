/** The words of finding and signing into an account, besides those the API brings. */
export const frenchAccount = {
  intro: 'Saisissez l’adresse : les réglages se trouvent d’eux-mêmes.',
  next: 'Continuer',
  searching: 'Recherche des réglages…',
  change: 'Changer d’adresse',
  otherSettings: 'Autres réglages',
  found: (provider: string) => `Cette adresse est chez ${provider}.`,
  foundServers: 'Les réglages de cette adresse ont été trouvés.',
  guessed: 'Ces serveurs répondent au nom de votre domaine ; vérifiez qu’ils sont les bons.',
  servers: (incoming: string, outgoing: string) => `Réception : ${incoming} · Envoi : ${outgoing}`,
  nothingFound:
    'Aucun réglage trouvé pour cette adresse. Ils sont dans l’aide de votre fournisseur, sous « IMAP » et « SMTP ».',
  appPassword: 'Mot de passe d’application',
  help: (provider: string) => `Aide de ${provider}`,
  signInAt: { google: 'Se connecter avec Google', microsoft: 'Se connecter avec Microsoft' },
  signInHint:
    'Vous choisissez le compte sur la page du fournisseur ; votre mot de passe n’arrive jamais ici.',
  orPassword: 'Ou avec un mot de passe d’application :',
  signInMissing: (provider: string) =>
    `${provider} n’accepte plus que la connexion par sa propre page, et ce serveur n’y est pas inscrit. Demandez-le à la personne qui l’administre.`,
  finishing: 'Connexion de la boîte…',
  notFinished: 'La boîte n’a pas été connectée',
  reconnect: 'Reconnecter…',
  newPassword: 'Nouveau mot de passe…',
}

export const englishAccount: typeof frenchAccount = {
  intro: 'Enter the address: its settings are found for you.',
  next: 'Continue',
  searching: 'Looking for the settings…',
  change: 'Another address',
  otherSettings: 'Other settings',
  found: (provider: string) => `This address is at ${provider}.`,
  foundServers: 'The settings of this address were found.',
  guessed: 'These servers answer to the name of your domain; check that they are the right ones.',
  servers: (incoming: string, outgoing: string) => `Receiving: ${incoming} · Sending: ${outgoing}`,
  nothingFound:
    'No settings were found for this address. Your provider’s help lists them under “IMAP” and “SMTP”.',
  appPassword: 'App password',
  help: (provider: string) => `Help of ${provider}`,
  signInAt: { google: 'Connect with Google', microsoft: 'Connect with Microsoft' },
  signInHint: 'You choose the account on the provider’s page; your password never comes here.',
  orPassword: 'Or with an app password:',
  signInMissing: (provider: string) =>
    `${provider} only accepts signing in on its own page, and this server is not registered there. Ask whoever runs it.`,
  finishing: 'Connecting the mailbox…',
  notFinished: 'The mailbox was not connected',
  reconnect: 'Connect again…',
  newPassword: 'New password…',
}
