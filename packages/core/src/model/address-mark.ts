export const addressMarks = ['undeliverable', 'complained', 'opted-out'] as const
export type AddressMarkName = (typeof addressMarks)[number]

/**
 * Why an address should not be written to without thought. `undeliverable` and `hard`: it does not exist; `soft`: it
 * took nothing lately (full, policy, a network). `complained`: its owner called a message of ours spam. `opted-out`: its
 * owner asked for no more texts, on whatever channel: none is sent until he or a person here takes that back.
 */
export interface AddressMark {
  /** An address key. */
  readonly address: string
  readonly mark: AddressMarkName
  readonly kind: 'hard' | 'soft'
  readonly since: Date
  /** RFC 3463; null where no server gave one. */
  readonly status: string | null
  readonly reason: string
  /** The outbound message whose report marked it, or the inbound one with which its owner opted out. */
  readonly messageId: string
}

/** Somebody whose mail is never filtered: we wrote to the address, or a person said that it is a person's. */
export interface Correspondent {
  /** An address key. */
  readonly address: string
  readonly cause: 'written' | 'confirmed'
  readonly since: Date
}
