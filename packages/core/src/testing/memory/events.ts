import { GuichetError } from '../../errors.ts'
import type { InboxEvent } from '../../model/event.ts'
import type { EventRecords } from '../../ports/records.ts'
import type { MemoryContext } from './tables.ts'

/** Transactions run one at a time, so the order of appending is the order of committing. */
export function memoryEvents(context: MemoryContext): EventRecords {
  return {
    async append(added) {
      const { events } = context.tables()
      for (const event of added) {
        const place = events.size + 1
        context.journal.set(events, place, structuredClone({ ...event, position: String(place) }))
      }
    },
    async after(position, limit) {
      const { events } = context.tables()
      if (position === null) return { events: [], position: String(events.size) }
      const from = placeOf(position)
      if (from > events.size) throw unknownPosition()
      const found: InboxEvent[] = []
      for (let place = from + 1; place <= events.size && found.length < limit; place++) {
        const event = events.get(place)
        if (event !== undefined) found.push(structuredClone(event))
      }
      return { events: found, position: found.at(-1)?.position ?? position }
    },
  }
}

function placeOf(position: string): number {
  if (/^\d{1,15}$/.test(position)) return Number(position)
  throw unknownPosition()
}

function unknownPosition(): GuichetError {
  return new GuichetError('invalid-input', 'the position must be one that an earlier read returned', {
    field: 'position',
  })
}
