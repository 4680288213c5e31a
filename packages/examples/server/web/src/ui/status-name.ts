import type { Dictionary } from '../language/french.ts'
import type { StatusFilter } from '../state/location.ts'

/** What a status (or the urgent priority) is called. */
export function statusName(status: StatusFilter, words: Dictionary): string {
  return status === 'urgent' ? words.status.urgent : words.status.names[status]
}
