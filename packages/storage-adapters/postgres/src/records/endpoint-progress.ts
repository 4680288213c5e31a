import type { EndpointHealth, EndpointPosition, EndpointRecords, WebhookEndpoint } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const healthTypes = { failures: 'integer', failingSince: 'timestamptz', restsUntil: 'timestamptz' } as const
const ownTypes = {
  url: 'text',
  description: 'text',
  eventTypes: 'jsonb',
  state: 'text',
  stateSince: 'timestamptz',
  because: 'text',
  secrets: 'text',
} as const
export const ownColumns = columnsOf<keyof typeof ownTypes>(ownTypes)
const health = columnsOf<keyof EndpointHealth>(healthTypes)
export const endpointColumns = columnsOf<keyof WebhookEndpoint>({
  id: 'text',
  ...ownTypes,
  createdAt: 'timestamptz',
  ...healthTypes,
})

type ProgressVerbs = Pick<
  EndpointRecords,
  'positions' | 'takePosition' | 'setPosition' | 'due' | 'beginDelivering' | 'setHealth'
>

/** How far each endpoint is, and how it is doing. */
export function endpointProgressRecords({ tenant, db }: Session): ProgressVerbs {
  const isAwake = (at: Date) => sql`t.state = 'enabled' and (t.rests_until is null or t.rests_until <= ${at})`

  return {
    positions: () =>
      rowsOf(
        db(),
        sql<EndpointPosition>`select p.endpoint_id as "endpointId", p.position
          from guichet.endpoint_positions p join guichet.endpoints t
            on t.tenant_id = p.tenant_id and t.id = p.endpoint_id
          where p.tenant_id = ${tenant} and t.state = 'enabled'`,
      ),
    async takePosition(id) {
      const row = await firstRow(
        db(),
        sql<{ position: string }>`select p.position
          from guichet.endpoint_positions p join guichet.endpoints t
            on t.tenant_id = p.tenant_id and t.id = p.endpoint_id
          where p.tenant_id = ${tenant} and p.endpoint_id = ${id} and t.state = 'enabled'
          for update of p skip locked`,
      )
      return row?.position ?? null
    },
    async setPosition({ endpointId, position }) {
      await rowsOf(
        db(),
        sql`update guichet.endpoint_positions set position = ${position}
          where tenant_id = ${tenant} and endpoint_id = ${endpointId}`,
      )
    },
    async due(at) {
      const rows = await rowsOf(
        db(),
        sql<{
          id: string
        }>`select t.id from guichet.endpoints t where t.tenant_id = ${tenant} and ${isAwake(at)}
          and exists (select from guichet.endpoint_deliveries d where d.tenant_id = ${tenant}
            and d.endpoint_id = t.id and d.next_attempt_at <= ${at})`,
      )
      return rows.map(({ id }) => id)
    },
    beginDelivering: (id, at, until) =>
      firstRow(
        db(),
        sql<WebhookEndpoint>`update guichet.endpoints t set rests_until = ${until}
          where t.tenant_id = ${tenant} and t.id = ${id} and ${isAwake(at)} returning ${endpointColumns.selected}`,
      ),
    async setHealth(id, given) {
      await rowsOf(
        db(),
        sql`update guichet.endpoints t set ${health.assigned} from ${health.recordset([given])}
          where t.tenant_id = ${tenant} and t.id = ${id}`,
      )
    },
  }
}
