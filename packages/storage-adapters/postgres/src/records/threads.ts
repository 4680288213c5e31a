import type { Participant, SubjectMatch, ThreadLink, ThreadRecords } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, lookUp, sortedBy, texts } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const linkColumns = columnsOf<keyof ThreadLink>({ mailId: 'text', conversationId: 'text', isOwn: 'boolean' })
const participantColumns = columnsOf<keyof Participant>({ conversationId: 'text', address: 'text' })
const wantedColumns = columnsOf({ baseSubject: 'text', address: 'text' })

export function threadRecords(session: Session): ThreadRecords {
  const { tenant, db } = session
  return {
    async find(integrationId, mailIds) {
      if (mailIds.length === 0) return []
      const link = sql`select * from guichet.thread_links t where t.tenant_id = ${tenant}
        and t.integration_id = ${integrationId} and t.mail_id = wanted.value`
      return rowsOf(db(), sql<ThreadLink>`select ${linkColumns.selected} from ${lookUp(mailIds, link)}`)
    },
    async findBySubject(integrationId, wanted, since) {
      if (wanted.length === 0) return []
      return rowsOf(
        db(),
        // One index lookup per wanted pair; see `lookUp` for the offset.
        sql<SubjectMatch>`select distinct t.id as "conversationId", r."baseSubject", r.address
          from ${wantedColumns.recordset(wanted)}
          cross join lateral (
            select c.id from guichet.conversations c
            where c.tenant_id = ${tenant} and c.integration_id = ${integrationId}
              and c.base_subject = r."baseSubject" and c.base_subject <> ''
              and c.last_message_at >= ${since} and c.status not in ('archived', 'spam')
              and exists (select from guichet.participants p where p.tenant_id = ${tenant}
                and p.conversation_id = c.id and p.address = r.address)
            offset 0) t`,
      )
    },
    async participants(conversationIds) {
      if (conversationIds.length === 0) return []
      const own = sql`select * from guichet.participants t
        where t.tenant_id = ${tenant} and t.conversation_id = wanted.value`
      return rowsOf(
        db(),
        sql<Participant>`select ${participantColumns.selected} from ${lookUp(conversationIds, own)}`,
      )
    },
    async record(integrationId, links, participants) {
      if (links.length > 0) await recordLinks(session, integrationId, links)
      if (participants.length > 0) await recordParticipants(session, participants)
    },
    async forget(integrationId, conversationId, mailIds) {
      await rowsOf(
        db(),
        sql`delete from guichet.thread_links where tenant_id = ${tenant} and integration_id = ${integrationId}
          and conversation_id = ${conversationId}
          and mail_id in (select jsonb_array_elements_text(${texts(mailIds)}))`,
      )
      await rowsOf(
        db(),
        sql`delete from guichet.participants where tenant_id = ${tenant}
          and conversation_id = ${conversationId}`,
      )
    },
  }
}

async function recordLinks(
  { tenant, db }: Session,
  integrationId: string,
  links: readonly ThreadLink[],
): Promise<void> {
  await rowsOf(
    db(),
    sql`insert into guichet.thread_links as t (tenant_id, integration_id, ${linkColumns.names})
      select ${tenant}, ${integrationId}, ${linkColumns.values} from ${linkColumns.recordset(strongest(links))}
      on conflict (tenant_id, integration_id, mail_id) do update
        set conversation_id = excluded.conversation_id, is_own = true
        where excluded.is_own and not t.is_own`,
  )
}

/** One link per mail id, as a statement may touch a row once only: the first, unless a later one is its own. */
function strongest(links: readonly ThreadLink[]): readonly ThreadLink[] {
  const byMailId = new Map<string, ThreadLink>()
  for (const link of links) {
    const known = byMailId.get(link.mailId)
    if (known === undefined || (link.isOwn && !known.isOwn)) byMailId.set(link.mailId, link)
  }
  return sortedBy([...byMailId.values()], (link) => link.mailId)
}

async function recordParticipants(
  { tenant, db }: Session,
  participants: readonly Participant[],
): Promise<void> {
  const sorted = sortedBy(participants, ({ conversationId, address }) => `${conversationId}\n${address}`)
  await rowsOf(
    db(),
    sql`insert into guichet.participants (tenant_id, ${participantColumns.names})
      select ${tenant}, ${participantColumns.values} from ${participantColumns.recordset(sorted)}
      on conflict (tenant_id, conversation_id, address) do nothing`,
  )
}
