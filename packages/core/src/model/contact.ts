/** A person with any number of addresses. */
export interface Contact {
  readonly id: string
  readonly name: string
  readonly addresses: readonly string[]
  readonly createdAt: Date
}
