import { GuichetError, type Page } from '@guichet/core'

/** The place of an item in a list that is ordered by time, then id. */
export interface Place {
  readonly at: Date
  readonly id: string
}

/** Reads a cursor of this list; null is the start. Throws `invalid-input` for a broken or foreign one. */
export function readCursor(list: string, cursor: string | null): Place | null {
  if (cursor === null) return null
  const parts = decode(cursor)
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== list) throw badCursor()
  const at: unknown = parts[1]
  const id: unknown = parts[2]
  if (!Number.isSafeInteger(at) || typeof at !== 'number' || typeof id !== 'string') throw badCursor()
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) throw badCursor()
  return { at: date, id }
}

/** The place of an item in a list that is ordered by a text, then id. */
export interface NamedPlace {
  readonly name: string
  readonly id: string
}

/** Like `readCursor`, for a list that is ordered by a text. */
export function readNamedCursor(list: string, cursor: string | null): NamedPlace | null {
  if (cursor === null) return null
  const parts = decode(cursor)
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== list) throw badCursor()
  const [name, id]: readonly unknown[] = parts.slice(1)
  if (typeof name !== 'string' || typeof id !== 'string') throw badCursor()
  return { name, id }
}

/** Like `pageOf`, for a list that is ordered by a text. */
export function namedPageOf<Item>(
  list: string,
  limit: number,
  rows: readonly Item[],
  placeOf: (item: Item) => NamedPlace,
): Page<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null }
  const { name, id } = placeOf(last)
  return { items, nextCursor: encode([list, name, id]) }
}

/** Cuts rows that were read with one more than the limit into a page. */
export function pageOf<Item>(
  list: string,
  limit: number,
  rows: readonly Item[],
  placeOf: (item: Item) => Place,
): Page<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null }
  const { at, id } = placeOf(last)
  return { items, nextCursor: encode([list, at.getTime(), id]) }
}

function encode(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch (cause) {
    throw badCursor(cause)
  }
}

function badCursor(cause?: unknown): GuichetError {
  return new GuichetError('invalid-input', 'the cursor is not one that this list returned', {
    field: 'cursor',
    cause,
  })
}
