import { type Conversation, GuichetError, type Merge, type MergeRecords } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof Merge>({
  id: 'text',
  integrationId: 'text',
  fromId: 'text',
  intoId: 'text',
  at: 'timestamptz',
  actor: 'jsonb',
  undoneAt: 'timestamptz',
  before: 'jsonb',
  messageIds: 'jsonb',
  intoBefore: 'jsonb',
  intoAfter: 'jsonb',
})

/** JSON knows no dates. */
interface MergeRow extends Omit<Merge, 'before'> {
  readonly before: Conversation & {
    readonly firstMessageAt: Date | string
    readonly lastMessageAt: Date | string
    readonly createdAt: Date | string
  }
}

export function mergeRecords({ tenant, db }: Session): MergeRecords {
  const select = sql<MergeRow>`select ${columns.selected} from guichet.merges t where t.tenant_id = ${tenant}`
  return {
    async insert(merge) {
      const inserted = await rowsOf(
        db(),
        sql`insert into guichet.merges (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([merge])}
          on conflict (tenant_id, from_id) where undone_at is null do nothing returning id`,
      )
      if (inserted.length === 0) {
        throw new GuichetError('conflict', `conversation ${merge.fromId} is merged already`)
      }
    },
    async get(id) {
      const row = await firstRow(db(), sql<MergeRow>`${select} and t.id = ${id}`)
      return row && mergeOf(row)
    },
    async undo(id, at) {
      await rowsOf(
        db(),
        sql`update guichet.merges set undone_at = ${at} where tenant_id = ${tenant} and id = ${id}`,
      )
    },
    async into(conversationId) {
      const rows = await rowsOf(
        db(),
        sql<MergeRow>`${select} and t.into_id = ${conversationId} and t.undone_at is null order by t.at desc`,
      )
      return rows.map(mergeOf)
    },
    async resolve(conversationIds) {
      if (conversationIds.length === 0) return new Map()
      // "union" and not "union all": a circle, should there ever be one, ends.
      const rows = await rowsOf(
        db(),
        sql<{ id: string; place: string }>`
          with recursive chain(id, place) as (
            select wanted.value, m.into_id
            from jsonb_array_elements_text(${texts([...new Set(conversationIds)])}) as wanted(value)
            join guichet.merges m on m.tenant_id = ${tenant} and m.from_id = wanted.value and m.undone_at is null
            union
            select c.id, m.into_id from chain c
            join guichet.merges m on m.tenant_id = ${tenant} and m.from_id = c.place and m.undone_at is null)
          select c.id, c.place from chain c where not exists (
            select from guichet.merges m
            where m.tenant_id = ${tenant} and m.from_id = c.place and m.undone_at is null)`,
      )
      return new Map(rows.map(({ id, place }) => [id, place]))
    },
  }
}

function mergeOf({ before, ...merge }: MergeRow): Merge {
  const { firstMessageAt, lastMessageAt, createdAt } = before
  return {
    ...merge,
    before: {
      ...before,
      firstMessageAt: new Date(firstMessageAt),
      lastMessageAt: new Date(lastMessageAt),
      createdAt: new Date(createdAt),
    },
  }
}
