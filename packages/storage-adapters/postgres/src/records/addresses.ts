import type { AddressMark, AddressRecords, Correspondent } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, lookUp, sortedBy, texts } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const correspondentColumns = columnsOf<keyof Correspondent>({
  address: 'text',
  cause: 'text',
  since: 'timestamptz',
})
const markColumns = columnsOf<keyof AddressMark>({
  address: 'text',
  mark: 'text',
  kind: 'text',
  since: 'timestamptz',
  status: 'text',
  reason: 'text',
  messageId: 'text',
})

export function addressRecords({ tenant, db }: Session): AddressRecords {
  return {
    async remember(correspondents) {
      const { names, values, recordset } = correspondentColumns
      for (const rows of withoutRepeats(correspondents, ({ address, cause }) => [address, cause]))
        await rowsOf(
          db(),
          sql`insert into guichet.correspondents as t (tenant_id, ${names})
            select ${tenant}, ${values} from ${recordset(rows)}
            on conflict (tenant_id, address) do update set cause = excluded.cause, since = excluded.since
            where t.cause = 'written' and excluded.cause = 'confirmed'`,
        )
    },
    async forget(addresses) {
      if (addresses.length === 0) return
      await rowsOf(
        db(),
        sql`delete from guichet.correspondents where tenant_id = ${tenant}
          and address in (select jsonb_array_elements_text(${texts(addresses)}))`,
      )
    },
    async correspondents(addresses) {
      if (addresses.length === 0) return []
      const own = sql`select * from guichet.correspondents t
        where t.tenant_id = ${tenant} and t.address = wanted.value`
      const from = lookUp(addresses, own)
      return rowsOf(db(), sql<Correspondent>`select ${correspondentColumns.selected} from ${from}`)
    },
    async mark(marks) {
      const { names, values, recordset } = markColumns
      for (const rows of withoutRepeats(marks, ({ address, mark, kind }) => [`${address}\n${mark}`, kind]))
        await rowsOf(
          db(),
          sql`insert into guichet.address_marks as t (tenant_id, ${names})
            select ${tenant}, ${values} from ${recordset(rows)}
            on conflict (tenant_id, address, mark) do update set kind = excluded.kind, since = excluded.since,
              status = excluded.status, reason = excluded.reason, message_id = excluded.message_id
            where t.kind = 'soft' and excluded.kind = 'hard'`,
        )
    },
    async marks(addresses) {
      if (addresses.length === 0) return []
      const own = sql`select * from guichet.address_marks t
        where t.tenant_id = ${tenant} and t.address = wanted.value order by t.mark`
      return rowsOf(db(), sql<AddressMark>`select ${markColumns.selected} from ${lookUp(addresses, own)}`)
    },
    async unmark(addresses, names) {
      if (addresses.length === 0) return []
      return rowsOf(
        db(),
        sql<AddressMark>`delete from guichet.address_marks t where t.tenant_id = ${tenant}
          and t.address in (select jsonb_array_elements_text(${texts(addresses)}))
          and t.mark in (select jsonb_array_elements_text(${texts(names)}))
          returning ${markColumns.selected}`,
      )
    },
  }
}

/**
 * A statement may touch a row once only: rows of one key go into as many statements as they have variants, sorted,
 * so that two transactions lock in the same order.
 */
function withoutRepeats<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly [key: string, variant: string],
): readonly (readonly Row[])[] {
  const byVariant = Map.groupBy(rows, (row) => keyOf(row)[1])
  return [...byVariant.values()].map((same) =>
    sortedBy(
      [...new Map(same.toReversed().map((row) => [keyOf(row)[0], row])).values()],
      (row) => keyOf(row)[0],
    ),
  )
}
