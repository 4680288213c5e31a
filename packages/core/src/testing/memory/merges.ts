import { GuichetError } from '../../errors.ts'
import type { Merge } from '../../model/merge.ts'
import type { MergeRecords } from '../../ports/records.ts'
import { copyOrNull, existingRow, insertRow, type MemoryContext } from './tables.ts'

export function memoryMerges(context: MemoryContext): MergeRecords {
  const { journal } = context
  const inForce = (): readonly Merge[] =>
    [...context.tables().merges.values()].filter(({ undoneAt }) => undoneAt === null)

  return {
    async insert(merge) {
      if (inForce().some(({ fromId }) => fromId === merge.fromId)) {
        throw new GuichetError('conflict', `conversation ${merge.fromId} is merged already`)
      }
      insertRow(context, context.tables().merges, { key: merge.id, value: merge, name: 'merge' })
    },
    async get(id) {
      return copyOrNull(context.tables().merges.get(id))
    },
    async undo(id, at) {
      const { merges } = context.tables()
      journal.set(merges, id, { ...existingRow(merges, id, 'merge'), undoneAt: new Date(at) })
    },
    async into(conversationId) {
      const found = inForce().filter(({ intoId }) => intoId === conversationId)
      return structuredClone(found.toSorted((one, other) => other.at.getTime() - one.at.getTime()))
    },
    async resolve(conversationIds) {
      const next = new Map(inForce().map(({ fromId, intoId }) => [fromId, intoId]))
      const result = new Map<string, string>()
      for (const id of conversationIds) {
        let place = next.get(id)
        // A chain is never longer than there are links in it.
        for (let steps = 0; place !== undefined && steps <= next.size; steps += 1) {
          result.set(id, place)
          place = next.get(place)
        }
      }
      return result
    },
  }
}
