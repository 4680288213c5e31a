import type { CallbackRecords, HeldCallback, KeptCallback, MessagePart } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const partColumns = columnsOf<'callbackId' | keyof MessagePart>({
  callbackId: 'text',
  group: 'text',
  index: 'integer',
  total: 'integer',
})

/** So many tombstones at once: a long silence must not end in one huge statement. */
const forgetLimit = 5_000

interface OpenRow extends KeptCallback, Partial<MessagePart> {}

export function callbackRecords({ tenant, db }: Session): CallbackRecords {
  const ofIntegration = (id: string) => sql`t.tenant_id = ${tenant} and t.integration_id = ${id}`
  const open = (
    id: string,
  ) => sql<OpenRow>`select t.callback_id as "callbackId", t.content_type as "contentType",
      t.content, t.received_at as "receivedAt", t.part_group as "group", t.part_index as "index",
      t.part_total as "total"
    from guichet.callbacks t where ${ofIntegration(id)} and t.done_at is null`

  return {
    async pending(id, limit) {
      const rows = await rowsOf(
        db(),
        sql<OpenRow>`${open(id)} and t.part_group is null order by t.position limit ${limit}`,
      )
      return rows.map(callbackOf)
    },
    async held(id) {
      const rows = await rowsOf(
        db(),
        sql<OpenRow>`${open(id)} and t.part_group is not null order by t.position`,
      )
      return rows.flatMap((row): HeldCallback[] => {
        const { group, index, total } = row
        if (group === undefined || index === undefined || total === undefined) return []
        return [{ ...callbackOf(row), part: { group, index, total } }]
      })
    },
    async hold(id, parts) {
      if (parts.length === 0) return
      const rows = parts.map(({ callbackId, part }) => ({ callbackId, ...part }))
      await rowsOf(
        db(),
        sql`update guichet.callbacks t set part_group = r."group", part_index = r."index", part_total = r."total"
          from ${partColumns.recordset(rows)} where ${ofIntegration(id)} and t.callback_id = r."callbackId"`,
      )
    },
    async finish(id, callbackIds, at) {
      if (callbackIds.length === 0) return
      await rowsOf(
        db(),
        sql`update guichet.callbacks t set done_at = ${at}, content = null where ${ofIntegration(id)}
          and t.callback_id in (select jsonb_array_elements_text(${texts(callbackIds)}))`,
      )
    },
    async forget(id, before) {
      const forgotten = await rowsOf(
        db(),
        sql`delete from guichet.callbacks where ctid = any(array(select t.ctid from guichet.callbacks t
            where ${ofIntegration(id)} and t.done_at < ${before} limit ${forgetLimit}))
          and tenant_id = ${tenant} returning callback_id`,
      )
      return forgotten.length
    },
    async lastReceivedAt(id) {
      const latest = (order: ReturnType<typeof sql>) =>
        sql`(select t.received_at from guichet.callbacks t where ${ofIntegration(id)} and ${order} limit 1)`
      const row = await firstRow(
        db(),
        sql<{ at: Date | null }>`select greatest(
          ${latest(sql`t.done_at is null order by t.position desc`)},
          ${latest(sql`t.done_at is not null order by t.done_at desc`)}) as at`,
      )
      return row?.at ?? null
    },
  }
}

function callbackOf({ callbackId, contentType, content, receivedAt }: OpenRow): KeptCallback {
  return { callbackId, contentType, content: new Uint8Array(content), receivedAt }
}
