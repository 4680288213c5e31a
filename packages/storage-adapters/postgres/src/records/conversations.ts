import {
  type Conversation,
  type ConversationFilter,
  type ConversationRecords,
  GuichetError,
  statuses,
} from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf, lookUp, sortedBy, texts } from '../columns.ts'
import { type Place, pageOf, readCursor } from '../page-cursor.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const changing = {
  contactId: 'text',
  subject: 'text',
  status: 'text',
  priority: 'text',
  folderId: 'text',
  assigneeId: 'text',
  verdict: 'text',
  messageCount: 'integer',
  snippet: 'text',
  firstMessageAt: 'timestamptz',
  lastMessageAt: 'timestamptz',
  lastMessageId: 'text',
  contactName: 'text',
  possiblyRelated: 'text',
  version: 'integer',
} as const
const fixed = { id: 'text', integrationId: 'text', medium: 'text', createdAt: 'timestamptz' } as const

const columns = columnsOf<keyof Conversation>({ ...fixed, ...changing })
const insertColumns = columnsOf<keyof Conversation | 'baseSubject'>({
  ...fixed,
  ...changing,
  baseSubject: 'text',
})
const changingColumns = columnsOf(changing)
const updateColumns = columnsOf({ id: 'text', ...changing })

const list = 'conversations'

export function conversationRecords(session: Session): ConversationRecords {
  const { tenant, db } = session
  const select = sql<Conversation>`select ${columns.selected} from guichet.conversations t
    where t.tenant_id = ${tenant}`
  return {
    async insert(conversations) {
      if (conversations.length === 0) return
      await rowsOf(
        db(),
        sql`insert into guichet.conversations (tenant_id, ${insertColumns.names})
          select ${tenant}, ${insertColumns.values} from ${insertColumns.recordset(conversations)}`,
      )
    },
    async update(conversations) {
      if (conversations.length === 0) return
      const updated = await rowsOf(
        db(),
        sql<{ id: string }>`update guichet.conversations t set ${changingColumns.assigned}
          from ${updateColumns.recordset(sortedBy(conversations, ({ id }) => id))}
          where t.tenant_id = ${tenant} and t.id = r.id returning t.id`,
      )
      const known = new Set(updated.map(({ id }) => id))
      const missing = conversations.find(({ id }) => !known.has(id))
      if (missing) throw new GuichetError('not-found', `there is no conversation ${missing.id}`)
    },
    async remove(ids) {
      if (ids.length === 0) return
      await rowsOf(
        db(),
        sql`delete from guichet.conversations where tenant_id = ${tenant}
          and id in (select jsonb_array_elements_text(${texts(ids)}))`,
      )
      session.beforeCommit(() => assertEmpty(session, ids))
    },
    async getForUpdate(ids) {
      if (ids.length === 0) return []
      // Locked in the order of their ids by everybody, so that two transactions cannot lock crosswise.
      const ordered = sortedBy(ids, (id) => id)
      const own = sql`select * from guichet.conversations t
        where t.tenant_id = ${tenant} and t.id = wanted.value for update`
      const rows = await rowsOf(
        db(),
        sql<Conversation>`select ${columns.selected} from ${lookUp(ordered, own)}`,
      )
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    async handOver({ from, to, name, ids }) {
      const chosen = ids === undefined ? sql`true` : sql`${texts(ids)} ? c.id`
      // Locked in the order of their ids, as everywhere.
      const rows = await rowsOf(
        db(),
        sql<{ id: string }>`with locked as materialized (
            select c.id from guichet.conversations c
            where c.tenant_id = ${tenant} and c.contact_id = ${from} and ${chosen}
              and (${from !== to} or (${name} <> '' and c.contact_name <> ${name}))
            order by c.id for update)
          update guichet.conversations t set contact_id = ${to}, version = t.version + 1,
            contact_name = case when ${name} = '' then t.contact_name else ${name} end
          from locked where t.tenant_id = ${tenant} and t.id = locked.id returning t.id`,
      )
      return rows.map(({ id }) => id)
    },
    get: (id) => firstRow(db(), sql<Conversation>`${select} and t.id = ${id}`),
    async list(filter, { cursor, limit }) {
      const from = readCursor(list, cursor)
      const rows = await rowsOf(db(), selectPage(tenant, filter, { from, count: limit + 1 }))
      return pageOf(list, limit, rows, ({ lastMessageAt, id }) => ({ at: lastMessageAt, id }))
    },
  }
}

/** There is no foreign key that would do it (see records/messages.ts). */
async function assertEmpty({ tenant, db }: Session, ids: readonly string[]): Promise<void> {
  const left = await firstRow(
    db(),
    sql<{ id: string }>`select m.conversation_id as id from guichet.messages m where m.tenant_id = ${tenant}
      and m.conversation_id in (select jsonb_array_elements_text(${texts(ids)}))
      and not exists (select from guichet.conversations c
        where c.tenant_id = ${tenant} and c.id = m.conversation_id) limit 1`,
  )
  if (left) throw new GuichetError('conflict', `conversation ${left.id} still holds a message`)
}

/**
 * Every index of conversations holds the status before the time. One short ordered read per status, merged,
 * costs the same however many statuses are wanted and however far down the page is.
 */
function selectPage(
  tenant: string,
  filter: ConversationFilter,
  page: { readonly from: Place | null; readonly count: number },
): RawBuilder<Conversation> {
  const conditions = sql.join(conditionsOf(filter, page.from), sql` and `)
  const order = sql`order by t.last_message_at desc, t.id desc limit ${page.count}`
  return sql`select ${columns.selected}
    from jsonb_array_elements_text(${texts(filter.statuses ?? statuses)}) as wanted(status)
    cross join lateral (
      select * from guichet.conversations t
      where t.tenant_id = ${tenant} and t.status = wanted.status and ${conditions} ${order}) t
    ${order}`
}

function conditionsOf(filter: ConversationFilter, from: Place | null): readonly RawBuilder<unknown>[] {
  const { folderId, integrationId, contactId, verdicts, urgentOnly } = filter
  return [
    sql`true`,
    ...(folderId === undefined ? [] : [sql`t.folder_id = ${folderId}`]),
    ...(integrationId === undefined ? [] : [sql`t.integration_id = ${integrationId}`]),
    ...(contactId === undefined ? [] : [sql`t.contact_id = ${contactId}`]),
    ...(verdicts === undefined ? [] : [sql`${texts(verdicts)} ? t.verdict`]),
    ...(urgentOnly ? [sql`t.priority = 'urgent'`] : []),
    ...(from ? [sql`(t.last_message_at, t.id) < (${from.at}, ${from.id})`] : []),
  ]
}
