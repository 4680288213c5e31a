import { type RawBuilder, sql } from 'kysely'

/** The columns of a table by the property they hold, with their types in SQL. */
export type ColumnTypes<Property extends string> = Readonly<Record<Property, string>>

/** The same list of columns in the four shapes that statements need. */
export interface Columns {
  readonly types: Readonly<Record<string, string>>
  /** `"folder_id", "status"` */
  readonly names: RawBuilder<unknown>
  /** `r."folderId", r."status"`: from a recordset called r. */
  readonly values: RawBuilder<unknown>
  /** `"folder_id" as "folderId"`, read from a table called t. */
  readonly selected: RawBuilder<unknown>
  /** `"folder_id" = r."folderId"` */
  readonly assigned: RawBuilder<unknown>
  /** The rows of a plural verb as one parameter: a recordset called r, whatever their number. */
  recordset(rows: readonly object[]): RawBuilder<unknown>
}

/** Describes columns once; a property `folderId` is the column `folder_id`. */
export function columnsOf<Property extends string>(types: ColumnTypes<Property>): Columns {
  const properties = Object.entries<string>(types)
  const list = (item: (property: string, type: string) => string) =>
    sql.raw(properties.map(([property, type]) => item(property, type)).join(', '))
  const definition = list((property, type) => `"${property}" ${type}`)
  return {
    types,
    names: list((property) => `"${columnName(property)}"`),
    values: list((property) => `r."${property}"`),
    selected: list((property, type) => `t."${columnName(property)}"${readAs(type)} as "${property}"`),
    assigned: list((property) => `"${columnName(property)}" = r."${property}"`),
    // json and not jsonb: it is read once, so building the binary form of long texts would be waste.
    recordset: (rows) => sql`json_to_recordset(${JSON.stringify(rows)}::json) as r(${definition})`,
  }
}

// Drivers disagree about bigint (text, number or BigInt); a float8 holds any count we have, exactly.
function readAs(type: string): string {
  return type === 'bigint' ? '::float8' : ''
}

function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A list of texts as one parameter. */
export function texts(values: readonly string[]): RawBuilder<unknown> {
  return sql`${JSON.stringify(values)}::jsonb`
}

/** Of a condition `= ${anyOf(values)}`: its rows are looked up by an index, whatever the planner knows of the table. */
export function anyOf(values: readonly string[]): RawBuilder<unknown> {
  return sql`any(array(select jsonb_array_elements_text(${texts(values)})))`
}

/**
 * The rows that `lookup` finds for each of the texts, as a table called t; in it `wanted.value` is the text.
 * The offset keeps the planner from turning the lookups into one scan of a table whose size it does not know
 * yet: in a first sync, statistics are always too old.
 */
export function lookUp(values: readonly string[], lookup: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`jsonb_array_elements_text(${texts([...new Set(values)])}) as wanted(value)
    cross join lateral (${lookup} offset 0) t`
}

/** A value as jsonb; null stays the JSON null. */
export function json(value: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(value ?? null)}::jsonb`
}

/** Orders rows by a key, so that two transactions lock the same rows in the same order. */
export function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return items.toSorted((left, right) => compare(key(left), key(right)))
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
