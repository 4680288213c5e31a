import type { AddressMark, AddressMarkName } from '../../model/address-mark.ts'
import type { AddressRecords } from '../../ports/address-records.ts'
import { innerMap, type MemoryContext } from './tables.ts'

export function memoryAddresses(context: MemoryContext): AddressRecords {
  const { journal } = context
  const marksOf = (addresses: readonly string[]): readonly AddressMark[] =>
    [...new Set(addresses)].flatMap((address) => [...innerMap(context.tables().marks, address).values()])
  return {
    async remember(correspondents) {
      const { correspondents: known } = context.tables()
      for (const one of correspondents) {
        const before = known.get(one.address)
        const isNews = before === undefined || (before.cause === 'written' && one.cause === 'confirmed')
        if (isNews) journal.set(known, one.address, structuredClone(one))
      }
    },
    async forget(addresses) {
      for (const address of addresses) journal.delete(context.tables().correspondents, address)
    },
    async correspondents(addresses) {
      const { correspondents: known } = context.tables()
      return structuredClone([...new Set(addresses)].flatMap((address) => known.get(address) ?? []))
    },
    async mark(marks) {
      for (const mark of marks) {
        const known = innerMap<AddressMarkName, AddressMark>(context.tables().marks, mark.address)
        const before = known.get(mark.mark)
        const isNews = before === undefined || (before.kind === 'soft' && mark.kind === 'hard')
        if (isNews) journal.set(known, mark.mark, structuredClone(mark))
      }
    },
    async marks(addresses) {
      return structuredClone(marksOf(addresses))
    },
    async unmark(addresses, names) {
      const removed = marksOf(addresses).filter(({ mark }) => names.includes(mark))
      for (const { address, mark } of removed) journal.delete(innerMap(context.tables().marks, address), mark)
      return structuredClone(removed)
    },
  }
}
