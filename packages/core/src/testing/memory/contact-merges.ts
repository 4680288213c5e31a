import { GuichetError } from '../../errors.ts'
import type { ContactMerge } from '../../model/contact.ts'
import type { ContactMergeRecords } from '../../ports/contact-records.ts'
import { copyOrNull, existingRow, insertRow, type MemoryContext } from './tables.ts'

export function memoryContactMerges(context: MemoryContext): ContactMergeRecords {
  const { journal } = context

  return {
    async insert(merge) {
      if (contactMergesInForce(context).some(({ fromId }) => fromId === merge.fromId)) {
        throw new GuichetError('conflict', `contact ${merge.fromId} is merged already`)
      }
      insertRow(context, context.tables().contactMerges, { key: merge.id, value: merge, name: 'merge' })
    },
    async get(id) {
      return copyOrNull(context.tables().contactMerges.get(id))
    },
    async undo(id, at) {
      const { contactMerges } = context.tables()
      journal.set(contactMerges, id, { ...existingRow(contactMerges, id, 'merge'), undoneAt: new Date(at) })
    },
    async into(contactIds) {
      const found = contactMergesInForce(context).filter(({ intoId }) => contactIds.includes(intoId))
      return structuredClone(found.toSorted((one, other) => other.at.getTime() - one.at.getTime()))
    },
  }
}

export function contactMergesInForce(context: MemoryContext): readonly ContactMerge[] {
  return [...context.tables().contactMerges.values()].filter(({ undoneAt }) => undoneAt === null)
}
