import { type EventRecords, GuichetError, type InboxEvent, type NewInboxEvent } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof NewInboxEvent>({
  id: 'text',
  type: 'text',
  at: 'timestamptz',
  actor: 'jsonb',
  conversationId: 'text',
  messageId: 'text',
  integrationId: 'text',
  data: 'jsonb',
})

/**
 * Events are read only up to the oldest transaction that still runs: what commits later has a higher place,
 * so nothing can appear before a position that was read.
 */
export function eventRecords({ tenant, db }: Session): EventRecords {
  return {
    async append(events) {
      if (events.length === 0) return
      await rowsOf(
        db(),
        sql`insert into guichet.events (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset(events)}`,
      )
    },
    async after(position, limit) {
      if (position === null) return { events: [], position: await currentPosition() }
      const { tx, number } = placeOf(position)
      const events = await rowsOf(
        db(),
        sql<InboxEvent>`select ${columns.selected}, t.tx || '-' || t.number as position from guichet.events t
          where t.tenant_id = ${tenant} and (t.tx, t.number) > (${tx}::xid8, ${number}::bigint)
            and t.tx < pg_snapshot_xmin(pg_current_snapshot())
          order by t.tx, t.number limit ${limit}`,
      )
      if (events.length === 0) await assertPast(tx)
      return { events, position: events.at(-1)?.position ?? position }
    },
  }

  /** A position from another database (a backup was restored) would wait silently for years. */
  async function assertPast(tx: string): Promise<void> {
    const row = await firstRow(
      db(),
      sql<{ isAhead: boolean }>`select ${tx}::xid8 > pg_snapshot_xmax(pg_current_snapshot()) as "isAhead"`,
    )
    if (row?.isAhead) throw unknownPosition()
  }

  async function currentPosition(): Promise<string> {
    const row = await firstRow(
      db(),
      sql<{ position: string }>`select pg_snapshot_xmin(pg_current_snapshot()) || '-0' as position`,
    )
    return row?.position ?? '0-0'
  }
}

function placeOf(position: string): { readonly tx: string; readonly number: string } {
  const match = /^(\d{1,19})-(\d{1,18})$/.exec(position)
  if (match?.[1] && match[2]) return { tx: match[1], number: match[2] }
  throw unknownPosition()
}

function unknownPosition(): GuichetError {
  return new GuichetError('invalid-input', 'the position must be one that an earlier read returned', {
    field: 'position',
  })
}
