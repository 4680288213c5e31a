/** What each page is called that is no folder. */
export const frenchPages = {
  planned: 'Réponses planifiées',
  unsent: 'Réponses non parties',
  endpoints: 'Webhooks sortants',
  deliverability: 'Délivrabilité',
  mails: 'Courrier de l’application',
}

export const englishPages: typeof frenchPages = {
  planned: 'Planned answers',
  unsent: 'Answers not sent',
  endpoints: 'Outgoing webhooks',
  deliverability: 'Deliverability',
  mails: 'Mail of the application',
}
