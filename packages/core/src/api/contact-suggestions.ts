import type { ContactSuggestion } from '../inbox-contacts.ts'
import { type Contact, type ContactLikeness, contactLikenesses } from '../model/contact.ts'
import { tellingWords } from '../model/contact-words.ts'
import type { Transaction } from '../ports/storage.ts'
import { found } from './find.ts'

const maxSuggestions = 20

type Reason = ContactSuggestion['reasons'][number]

/** The signs at the start of telling words (see `tellingWords`). */
const likenessOf: Readonly<Record<string, ContactLikeness>> = {
  '=': 'same-name',
  '#': 'same-number',
  '@': 'same-mailbox',
}

/** Who may be the same person as this contact, strongest reason first. */
export async function contactSuggestions(tx: Transaction, id: string): Promise<readonly ContactSuggestion[]> {
  const contact = await found('contact', id, tx.contacts.get)
  const words = tellingWords(contact)
  const reasons = new Map<string, Reason[]>()
  const others = new Map<string, Contact>()
  for (const { other, otherId } of await tx.contacts.pairs(contact.addresses)) {
    const owner = otherId === contact.id ? null : await tx.contacts.get(otherId)
    if (owner === null) continue
    others.set(owner.id, owner)
    reasons.set(owner.id, [{ likeness: 'same-message', evidence: other }])
  }
  for (const alike of await tx.contacts.sharing(words, 100)) {
    if (alike.id === contact.id) continue
    others.set(alike.id, alike)
    reasons.set(alike.id, [...(reasons.get(alike.id) ?? []), ...sharedReasons(words, alike)])
  }
  return [...others.values()]
    .map((other) => ({ contact: other, reasons: (reasons.get(other.id) ?? []).toSorted(strongestFirst) }))
    .filter((suggestion) => suggestion.reasons.length > 0)
    .toSorted(moreReasonFirst)
    .slice(0, maxSuggestions)
}

function sharedReasons(words: readonly string[], other: Contact): readonly Reason[] {
  const theirs = new Set(tellingWords(other))
  return [...new Set(words)]
    .filter((word) => theirs.has(word))
    .flatMap((word) => {
      const likeness = likenessOf[word.slice(0, 1)]
      const evidence = likeness === 'same-name' ? other.name : word.slice(1)
      return likeness === undefined ? [] : [{ likeness, evidence }]
    })
}

function strongestFirst(one: Reason, other: Reason): number {
  return contactLikenesses.indexOf(one.likeness) - contactLikenesses.indexOf(other.likeness)
}

function moreReasonFirst(one: ContactSuggestion, other: ContactSuggestion): number {
  const [first, second] = [one.reasons[0], other.reasons[0]]
  const byStrength = first && second ? strongestFirst(first, second) : 0
  return byStrength || other.reasons.length - one.reasons.length
}
