import { GuichetError, type MessageClaim, type MessageRecords, type ThreadMove } from '@guichet/core'
import { type RawBuilder, sql } from 'kysely'
import { anyOf, columnsOf, json, lookUp, sortedBy, texts } from '../columns.ts'
import { pageOf, readCursor } from '../page-cursor.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'
import { columns, type MessageRow, messageOf, selectMessages, written } from './select-messages.ts'

const claimColumns = columnsOf({ externalId: 'text', messageId: 'text' })

export function messageRecords(session: Session): MessageRecords {
  const { tenant, db } = session
  return {
    async claim(integrationId, claims) {
      if (claims.length === 0) return new Map()
      const sorted = sortedBy(claims, (claim) => claim.externalId)
      // Only this constraint: any other conflict is an error and must not pass for "known already".
      await rowsOf(
        db(),
        sql`insert into guichet.message_claims (tenant_id, integration_id, ${claimColumns.names})
          select ${tenant}, ${integrationId}, ${claimColumns.values} from ${claimColumns.recordset(sorted)}
          on conflict on constraint message_claims_once do nothing`,
      )
      // A statement of its own: it sees what the insert waited for.
      const externalIds = claims.map((claim) => claim.externalId)
      return ownersOf(session, integrationId, externalIds)
    },
    owners: (integrationId, externalIds) => ownersOf(session, integrationId, externalIds),
    async insert(messages) {
      if (messages.length === 0) return
      await rowsOf(
        db(),
        sql`insert into guichet.messages (tenant_id, ${columns.names}, ${written.names})
          select ${tenant}, ${columns.values}, ${written.values} from ${insertColumns.recordset(messages)}`,
      )
      // Only then: a caller may insert the conversations after their messages.
      const ids = messages.map((message) => message.conversationId)
      session.beforeCommit(() => assertConversations(session, ids))
    },
    async remove(ids) {
      if (ids.length === 0) return
      const listed = sql`(select jsonb_array_elements_text(${texts(ids)}))`
      await rowsOf(db(), sql`delete from guichet.messages where tenant_id = ${tenant} and id in ${listed}`)
      for (const table of ['outbox', 'arrivals'])
        await rowsOf(
          db(),
          sql`delete from ${sql.table(`guichet.${table}`)} where tenant_id = ${tenant} and message_id in ${listed}`,
        )
    },
    async get(id) {
      const row = await firstRow(db(), selectMessages(session, sql`t.id = ${id}`))
      return row && messageOf(row)
    },
    async find(ids) {
      if (ids.length === 0) return []
      const rows = await rowsOf(db(), selectMessages(session, sql`t.id = ${anyOf(ids)}`))
      return rows.map(messageOf)
    },
    move: (messageIds, move) => moveMessages(session, messageIds, move),
    updateAttachment: (id, index, change) => updateAttachment(session, id, index, change),
    async list(conversationId, page) {
      const list = `messages of ${conversationId}`
      const from = readCursor(list, page.cursor)
      const after = from ? sql`and (t.received_at, t.id) > (${from.at}, ${from.id})` : sql``
      const rows = await rowsOf(
        db(),
        sql<MessageRow>`${selectMessages(session, sql`t.conversation_id = ${conversationId}`)} ${after}
          order by t.received_at, t.id limit ${page.limit + 1}`,
      )
      return pageOf(list, page.limit, rows.map(messageOf), ({ receivedAt, id }) => ({ at: receivedAt, id }))
    },
    listQuarantined: (page) => listLatest(session, { list: 'quarantine', condition: isQuarantined, page }),
    listScheduled: (page) => listScheduled(session, page),
    listUnsent: (page) => listLatest(session, { list: 'unsent', condition: isUnsent, page }),
    wasWrittenSince: (id, stored) => wasWrittenSince(session, id, stored),
    lastTextAt: (integrationId, address) => lastTextAt(session, integrationId, address),
    async wasAnsweredSince(conversationId, since) {
      const answer = await firstRow(
        db(),
        sql`select from guichet.messages t
          left join guichet.outbox o on o.tenant_id = ${tenant} and o.message_id = t.id
          where t.tenant_id = ${tenant} and t.conversation_id = ${conversationId} and t.received_at > ${since}
            and t.direction = 'outbound' and t.verdict = 'person' and t.threading->>'rule' <> 'forward'
            and coalesce(o.state, 'sent') not in ('failed', 'cancelled') limit 1`,
      )
      return answer !== null
    },
  }
}

const isQuarantined = sql`t.parse_state = 'failed'`

// As the index says it, word for word.
const isUnsent = sql`(o.state in ('failed', 'unknown') or (o.state = 'ready' and o.error is not null))`

interface LatestOf {
  readonly list: string
  readonly condition: RawBuilder<unknown>
  readonly page: Parameters<MessageRecords['list']>[1]
}

async function listLatest(
  session: Session,
  { list, condition, page }: LatestOf,
): ReturnType<MessageRecords['list']> {
  const from = readCursor(list, page.cursor)
  const after = from ? sql`and (t.received_at, t.id) < (${from.at}, ${from.id})` : sql``
  const rows = await rowsOf(
    session.db(),
    sql<MessageRow>`${selectMessages(session, condition)} ${after}
      order by t.received_at desc, t.id desc limit ${page.limit + 1}`,
  )
  return pageOf(list, page.limit, rows.map(messageOf), ({ receivedAt, id }) => ({ at: receivedAt, id }))
}

async function wasWrittenSince(
  { tenant, db }: Session,
  ...[conversationId, { afterId, since }]: Parameters<MessageRecords['wasWrittenSince']>
): Promise<boolean> {
  const written = await firstRow(
    db(),
    sql`select from guichet.messages t
      where t.tenant_id = ${tenant} and t.conversation_id = ${conversationId} and t.received_at >= ${since}
        and t.id > ${afterId} and t.direction = 'inbound' and t.verdict = 'person' limit 1`,
  )
  return written !== null
}

async function listScheduled(
  session: Session,
  page: Parameters<MessageRecords['listScheduled']>[0],
): ReturnType<MessageRecords['listScheduled']> {
  const list = 'scheduled'
  const from = readCursor(list, page.cursor)
  const after = from ? sql`and (o.due_at, o.message_id) > (${from.at}, ${from.id})` : sql``
  const waits = sql`o.is_scheduled and o.state = 'ready' and o.attempts = 0`
  const rows = await rowsOf(
    session.db(),
    sql<MessageRow>`${selectMessages(session, waits)} ${after}
      order by o.due_at, o.message_id limit ${page.limit + 1}`,
  )
  return pageOf(list, page.limit, rows.map(messageOf), ({ receivedAt, id, delivery }) => ({
    ...{ at: delivery?.scheduledAt ?? receivedAt, id },
  }))
}

async function lastTextAt(
  { tenant, db }: Session,
  integrationId: string,
  address: string,
): Promise<Date | null> {
  // As the index says it, word for word.
  const last = await firstRow(
    db(),
    sql<{ at: Date }>`select least(t.received_at, t.sent_at) as at from guichet.messages t
      where t.tenant_id = ${tenant} and t.integration_id = ${integrationId}
        and lower(btrim(t."from"->>'address') collate "C") = ${address}
        and t.direction = 'inbound' and t.medium <> 'email'
      order by t.received_at desc limit 1`,
  )
  return last?.at ?? null
}

async function updateAttachment(
  { tenant, db }: Session,
  ...[id, index, { from, attachment }]: Parameters<MessageRecords['updateAttachment']>
): Promise<boolean> {
  const updated = await firstRow(
    db(),
    sql`update guichet.messages
      set attachments = jsonb_set(attachments, array[${String(index)}], ${json(attachment)})
      where tenant_id = ${tenant} and id = ${id}
        and attachments->${index}::integer->'fetched'->>'state' = ${from} returning id`,
  )
  return updated !== null
}

async function moveMessages(
  session: Session,
  messageIds: readonly string[],
  move: ThreadMove,
): Promise<void> {
  if (messageIds.length === 0) return
  const moved = await rowsOf(
    session.db(),
    sql<{ id: string }>`update guichet.messages set conversation_id = ${move.to},
        threading = jsonb_set(threading, '{moves}', coalesce(threading->'moves', '[]') || ${json([move])})
      where tenant_id = ${session.tenant} and id in (select jsonb_array_elements_text(${texts(messageIds)}))
      returning id`,
  )
  const known = new Set(moved.map(({ id }) => id))
  const missing = messageIds.find((id) => !known.has(id))
  if (missing) throw new GuichetError('not-found', `there is no message ${missing}`)
  session.beforeCommit(() => assertConversations(session, [move.to]))
}

async function ownersOf(
  { tenant, db }: Session,
  integrationId: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (externalIds.length === 0) return new Map()
  const own = sql`select * from guichet.message_claims t where t.tenant_id = ${tenant}
    and t.integration_id = ${integrationId} and t.external_id = wanted.value`
  const owners = await rowsOf(
    db(),
    sql<MessageClaim>`select ${claimColumns.selected} from ${lookUp(externalIds, own)}`,
  )
  return new Map(owners.map((owner) => [owner.externalId, owner.messageId]))
}

async function assertConversations({ tenant, db }: Session, ids: readonly string[]): Promise<void> {
  const missing = await firstRow(
    db(),
    sql<{ id: string }>`select wanted.value as id from jsonb_array_elements_text(${texts([...new Set(ids)])})
      as wanted(value) where not exists (
        select from guichet.conversations c where c.tenant_id = ${tenant} and c.id = wanted.value) limit 1`,
  )
  if (missing) throw new GuichetError('not-found', `there is no conversation ${missing.id} for a new message`)
}

const insertColumns = columnsOf<string>({ ...columns.types, ...written.types })
