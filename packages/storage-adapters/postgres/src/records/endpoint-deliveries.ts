import type { EndpointDelivery, EndpointRecords } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, sortedBy, texts } from '../columns.ts'
import { pageOf, readCursor } from '../page-cursor.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const changingTypes = {
  state: 'text',
  attempts: 'integer',
  nextAttemptAt: 'timestamptz',
  log: 'jsonb',
} as const
const changing = columnsOf<keyof typeof changingTypes>(changingTypes)
const columns = columnsOf<keyof EndpointDelivery>({
  id: 'text',
  endpointId: 'text',
  eventId: 'text',
  eventType: 'text',
  payload: 'text',
  createdAt: 'timestamptz',
  ...changingTypes,
})

type DeliveryVerbs = Pick<
  EndpointRecords,
  | 'addDeliveries'
  | 'delivery'
  | 'deliveries'
  | 'dueDeliveries'
  | 'deliveriesForUpdate'
  | 'nextDue'
  | 'updateDeliveries'
>

export function endpointDeliveryRecords({ tenant, db }: Session): DeliveryVerbs {
  const select = sql<EndpointDelivery>`select ${columns.selected} from guichet.endpoint_deliveries t
    where t.tenant_id = ${tenant}`

  return {
    async addDeliveries(deliveries) {
      if (deliveries.length === 0) return
      const sorted = sortedBy(deliveries, ({ eventId }) => eventId)
      await rowsOf(
        db(),
        sql`insert into guichet.endpoint_deliveries (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset(sorted)}
          on conflict on constraint endpoint_deliveries_once do nothing`,
      )
    },
    delivery: (id) => firstRow(db(), sql<EndpointDelivery>`${select} and t.id = ${id}`),
    async deliveries(endpointId, state, page) {
      const list = `deliveries of ${endpointId} ${state}`
      const from = readCursor(list, page.cursor)
      const after = from ? sql`and (t.created_at, t.id) < (${from.at}, ${from.id})` : sql``
      const inState = state === null ? sql`` : sql`and t.state = ${state}`
      const rows = await rowsOf(
        db(),
        sql<EndpointDelivery>`${select} and t.endpoint_id = ${endpointId} ${inState} ${after}
          order by t.created_at desc, t.id desc limit ${page.limit + 1}`,
      )
      return pageOf(list, page.limit, rows, ({ createdAt, id }) => ({ at: createdAt, id }))
    },
    dueDeliveries: (endpointId, at, limit) =>
      rowsOf(
        db(),
        sql<EndpointDelivery>`${select} and t.endpoint_id = ${endpointId} and t.next_attempt_at <= ${at}
          order by t.next_attempt_at, t.id limit ${limit} for update`,
      ),
    async deliveriesForUpdate(ids) {
      const rows = await rowsOf(
        db(),
        sql<EndpointDelivery>`${select} and t.id in (select jsonb_array_elements_text(${texts(ids)}))
          order by t.id for update`,
      )
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    async nextDue(endpointId) {
      const row = await firstRow(
        db(),
        sql<{ at: Date }>`select t.next_attempt_at as at from guichet.endpoint_deliveries t
          where t.tenant_id = ${tenant} and t.endpoint_id = ${endpointId} and t.next_attempt_at is not null
          order by t.next_attempt_at limit 1`,
      )
      return row?.at ?? null
    },
    async updateDeliveries(deliveries) {
      await rowsOf(
        db(),
        sql`update guichet.endpoint_deliveries t set ${changing.assigned} from ${columns.recordset(deliveries)}
          where t.tenant_id = ${tenant} and t.id = r.id`,
      )
    },
  }
}
