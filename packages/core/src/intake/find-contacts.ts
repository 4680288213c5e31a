import { addressKey } from '../model/address.ts'
import type { Contact } from '../model/contact.ts'
import type { Transaction } from '../ports/storage.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'

/** The contacts of the people who wrote, by address key, made where they are missing. Machines get none. */
export async function findContacts(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly FreshMessage[],
): Promise<ReadonlyMap<string, Contact>> {
  const names = new Map<string, string>()
  for (const { parsed, judgement } of messages) {
    if (judgement.verdict !== 'person' || parsed.from === null) continue
    const key = addressKey(parsed.from.address)
    if (key !== '') names.set(key, names.get(key) || parsed.from.name)
  }
  if (names.size === 0) return new Map()
  const createdAt = ctx.clock.now()
  const people = [...names].map(([key, name]) => ({
    id: ctx.clock.newId(),
    addressKey: key,
    name,
    createdAt,
  }))
  return tx.contacts.resolve(people)
}
