import { z } from 'zod'
import { GuichetError } from '../../errors.ts'
import type { Page } from '../../model/conversation.ts'
import type { PageRequest } from '../../ports/records.ts'

/** Time or name, and id: unique, and strings that sort like what they stand for. */
export type SortKey = readonly [first: string, id: string]

export interface ListOrder<Item> {
  /** Part of the cursor, so that one list refuses the cursor of another. */
  readonly list: string
  readonly direction: 'ascending' | 'descending'
  key(item: Item): SortKey
}

const cursorSchema = z.tuple([z.string(), z.string(), z.string()])

/** One keyset page of copies. Throws `invalid-input` for a foreign or broken cursor. */
export function pageOf<Item>(items: Iterable<Item>, page: PageRequest, order: ListOrder<Item>): Page<Item> {
  const sign = order.direction === 'ascending' ? 1 : -1
  const after = page.cursor === null ? null : decodeCursor(page.cursor, order.list)
  const keyed = Array.from(items, (item) => ({ item, key: order.key(item) }))
  const rest = keyed.filter(({ key }) => after === null || sign * compareKeys(key, after) > 0)
  rest.sort((left, right) => sign * compareKeys(left.key, right.key))
  const shown = rest.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ item }) => structuredClone(item)),
    nextCursor: last !== undefined && rest.length > shown.length ? encodeCursor(order.list, last.key) : null,
  }
}

/** Compares as strings do in Postgres' `C` collation. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

function compareKeys(left: SortKey, right: SortKey): number {
  return compareText(left[0], right[0]) || compareText(left[1], right[1])
}

function encodeCursor(list: string, key: SortKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url')
}

function decodeCursor(cursor: string, list: string): SortKey {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
  if (!parsed.success || parsed.data[0] !== list) throw brokenCursor()
  return [parsed.data[1], parsed.data[2]]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw brokenCursor(cause)
  }
}

function brokenCursor(cause?: unknown): GuichetError {
  return new GuichetError(
    'invalid-input',
    'the cursor must be the nextCursor of an earlier page of this list',
    {
      field: 'cursor',
      cause,
    },
  )
}
