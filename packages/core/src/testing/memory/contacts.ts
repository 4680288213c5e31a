import type { Contact } from '../../model/contact.ts'
import type { ContactCandidate, ContactRecords } from '../../ports/records.ts'
import { copyOrNull, insertRow, type MemoryContext } from './tables.ts'

export function memoryContacts(context: MemoryContext): ContactRecords {
  const { journal } = context

  function create({ id, addressKey, name, createdAt }: ContactCandidate): Contact {
    const { contacts, contactOfAddress } = context.tables()
    const contact = { id, name, addresses: [addressKey], createdAt }
    insertRow(context, contacts, { key: id, value: contact, name: 'contact' })
    journal.set(contactOfAddress, addressKey, id)
    return contact
  }

  function resolveOne(candidate: ContactCandidate): Contact {
    const { contacts, contactOfAddress } = context.tables()
    const known = contacts.get(contactOfAddress.get(candidate.addressKey) ?? '')
    if (known === undefined) return create(candidate)
    if (known.name !== '' || candidate.name === '') return known
    const named = { ...known, name: candidate.name }
    journal.set(contacts, known.id, named)
    return named
  }

  return {
    async resolve(people) {
      const result = new Map<string, Contact>()
      for (const candidate of people) {
        result.set(candidate.addressKey, structuredClone(resolveOne(candidate)))
      }
      return result
    },
    async get(id) {
      return copyOrNull(context.tables().contacts.get(id))
    },
  }
}
