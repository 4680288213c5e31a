import type { Dictionary } from '../language/french.ts'
import type { StatusFilter } from '../state/location.ts'

/** What a status filter is called. */
export function statusName(status: StatusFilter, words: Dictionary): string {
  return { ...words.status.names, ...words.status.filters }[status]
}
