/** The words of files that a provider keeps until they are fetched. */
export const frenchFetched = {
  waiting: 'en cours de récupération',
  failed: 'Fichier non récupéré',
  retry: (name: string) => `Réessayer de récupérer ${name}`,
}

export const englishFetched: typeof frenchFetched = {
  waiting: 'fetching',
  failed: 'File not fetched',
  retry: (name: string) => `Try to fetch ${name} again`,
}
