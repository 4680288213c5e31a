/** Who really sent a message. Nobody looked at what was stored before. */
export const authenticationSchema: readonly string[] = [
  `alter table guichet.messages add column authentication jsonb not null
    default '{"verdict":"unchecked","evidence":[],"domain":null,"warnings":[]}'`,
]
