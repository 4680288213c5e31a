/** What became of an answer at one recipient. */
export const frenchArrival = {
  delayed: 'Retardé ; le serveur essaie encore',
  delivered: 'Remis',
  read: 'Lu',
  bounced: (cause: string, status: string | null) =>
    `Non remis : ${cause}${status === null ? '' : ` (${status})`}`,
  complained: 'Signalé comme indésirable par le destinataire',
  causes: {
    unknown: 'adresse inconnue',
    number: 'ce numéro n’existe pas, ou n’est plus joignable',
    full: 'boîte pleine',
    large: 'message trop volumineux',
    refused: 'refusé par le serveur',
    unreachable: 'serveur injoignable',
    other: 'refusé',
  },
}

export const englishArrival: typeof frenchArrival = {
  delayed: 'Delayed; the server is still trying',
  delivered: 'Delivered',
  read: 'Read',
  bounced: (cause: string, status: string | null) =>
    `Did not arrive: ${cause}${status === null ? '' : ` (${status})`}`,
  complained: 'Reported as spam by the recipient',
  causes: {
    unknown: 'address unknown',
    number: 'this number does not exist, or takes no messages any more',
    full: 'mailbox full',
    large: 'message too large',
    refused: 'refused by the server',
    unreachable: 'server not reached',
    other: 'refused',
  },
}

/** What speaks against writing to an address. */
export const frenchAddressWarning = {
  dead: (address: string) => `${address} n’existe pas : le dernier message n’a pas été remis.`,
  failed: (address: string, cause: string) => `Le dernier message à ${address} n’a pas été remis : ${cause}.`,
  complained: (address: string) => `${address} a signalé un de vos messages comme indésirable.`,
  optedOut: (address: string) => `${address} a demandé à ne plus recevoir de messages.`,
  clear: 'L’adresse est bonne',
}

export const englishAddressWarning: typeof frenchAddressWarning = {
  dead: (address: string) => `${address} does not exist: the last message did not arrive.`,
  failed: (address: string, cause: string) => `The last message to ${address} did not arrive: ${cause}.`,
  complained: (address: string) => `${address} reported a message of yours as spam.`,
  optedOut: (address: string) => `${address} asked to receive no more messages.`,
  clear: 'The address is right',
}
