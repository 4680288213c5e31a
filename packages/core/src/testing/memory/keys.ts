import type { KeyRecords } from '../../ports/records.ts'
import { insertRow, type MemoryContext } from './tables.ts'

export function memoryKeys(context: MemoryContext): KeyRecords {
  return {
    async list() {
      const all = [...context.tables().keys.values()]
      return structuredClone(all.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()))
    },
    async insert(key) {
      insertRow(context, context.tables().keys, { key: key.id, value: key, name: 'data key' })
    },
  }
}
