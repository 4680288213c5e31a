/** What each page is called that is no folder. */
export const frenchPages = {
  planned: 'Réponses planifiées',
  unsent: 'Réponses non parties',
  endpoints: 'Webhooks sortants',
  deliverability: 'Délivrabilité',
}

export const englishPages: typeof frenchPages = {
  planned: 'Planned answers',
  unsent: 'Answers not sent',
  endpoints: 'Outgoing webhooks',
  deliverability: 'Deliverability',
}
