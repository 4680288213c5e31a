/** Who wrote a message that somebody forwarded to us. */
export const forwardsSchema: readonly string[] = [
  'alter table guichet.messages add column forwarded_from jsonb',
]
