import { type Contact, type ContactMerge, type ContactMergeRecords, GuichetError } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, texts } from '../columns.ts'
import { firstRow, rowsOf, type Session } from '../session.ts'

const columns = columnsOf<keyof ContactMerge>({
  id: 'text',
  fromId: 'text',
  intoId: 'text',
  at: 'timestamptz',
  actor: 'jsonb',
  undoneAt: 'timestamptz',
  before: 'jsonb',
  conversationIds: 'jsonb',
  intoNameBefore: 'text',
  intoNameAfter: 'text',
})

/** JSON knows no dates. */
interface MergeRow extends Omit<ContactMerge, 'before'> {
  readonly before: Omit<Contact, 'createdAt'> & { readonly createdAt: Date | string }
}

export function contactMergeRecords({ tenant, db }: Session): ContactMergeRecords {
  const select = sql<MergeRow>`select ${columns.selected} from guichet.contact_merges t
    where t.tenant_id = ${tenant}`
  const lead = (id: string, into: string | null) =>
    rowsOf(
      db(),
      sql`update guichet.contacts set merged_into = ${into} where tenant_id = ${tenant} and id = ${id}`,
    )
  return {
    async insert(merge) {
      const inserted = await rowsOf(
        db(),
        sql`insert into guichet.contact_merges (tenant_id, ${columns.names})
          select ${tenant}, ${columns.values} from ${columns.recordset([merge])}
          on conflict (tenant_id, from_id) where undone_at is null do nothing returning id`,
      )
      if (inserted.length === 0)
        throw new GuichetError('conflict', `contact ${merge.fromId} is merged already`)
      await lead(merge.fromId, merge.intoId)
    },
    async get(id) {
      const row = await firstRow(db(), sql<MergeRow>`${select} and t.id = ${id}`)
      return row && mergeOf(row)
    },
    async undo(id, at) {
      const undone = await firstRow(
        db(),
        sql<{ fromId: string }>`update guichet.contact_merges set undone_at = ${at}
          where tenant_id = ${tenant} and id = ${id} returning from_id as "fromId"`,
      )
      if (undone === null) throw new GuichetError('not-found', `there is no merge ${id}`)
      await lead(undone.fromId, null)
    },
    async into(contactIds) {
      const rows = await rowsOf(
        db(),
        sql<MergeRow>`${select} and t.undone_at is null
          and t.into_id in (select jsonb_array_elements_text(${texts(contactIds)})) order by t.at desc`,
      )
      return rows.map(mergeOf)
    },
  }
}

function mergeOf({ before, ...merge }: MergeRow): ContactMerge {
  return { ...merge, before: { ...before, createdAt: new Date(before.createdAt) } }
}
