import { type Address, addressKey } from '../model/address.ts'
import type { Contact } from '../model/contact.ts'
import type { ContactCandidate } from '../ports/contact-records.ts'
import type { Transaction } from '../ports/storage.ts'
import type { IntakeContext } from './intake-context.ts'
import type { NamedMessage } from './name-senders.ts'

/** Whom a message is with: who wrote it or, of one that we sent, the first one it went to besides ourselves. */
export function partnerOf(
  ctx: Pick<IntakeContext, 'identity'>,
  { parsed, received, forwardedFrom }: NamedMessage,
): Address | null {
  if (!received.sentByUs) return forwardedFrom ?? parsed.from
  const own = addressKey(ctx.identity.address)
  return [...parsed.to, ...parsed.cc].find(({ address }) => addressKey(address) !== own) ?? null
}

/** The contacts of the people a batch is with, by address key, made where they are missing. Machines get none. */
export async function findContacts(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly NamedMessage[],
): Promise<ReadonlyMap<string, Contact>> {
  const people = new Map<string, ContactCandidate>()
  const createdAt = ctx.clock.now()
  for (const message of messages) {
    const partner = partnerOf(ctx, message)
    if (message.judgement.verdict !== 'person' || partner === null) continue
    const key = addressKey(partner.address)
    if (key === '') continue
    const known = people.get(key) ?? { id: ctx.clock.newId(), addressKey: key, name: '', createdAt }
    const also = alsoOf(message, partner)
    people.set(key, {
      ...known,
      name: known.name || partner.name,
      ...(also.length === 0 ? {} : { also: [...new Set([...(known.also ?? []), ...also])] }),
    })
  }
  if (people.size === 0) return new Map()
  return tx.contacts.resolve([...people.values()])
}

/** The channel's word is about the sender, not about whom he writes for. */
function alsoOf({ parsed }: NamedMessage, partner: Address): readonly string[] {
  if (partner !== parsed.from) return []
  const own = addressKey(partner.address)
  return (parsed.fromAlso ?? []).map(addressKey).filter((key) => key !== '' && key !== own)
}
