import type { Participant, SubjectMatch, ThreadConversation, ThreadLink, ThreadRecords } from '@guichet/core'
import { sql } from 'kysely'
import { columnsOf, lookUp, sortedBy, texts } from '../columns.ts'
import { rowsOf, type Session } from '../session.ts'

const linkColumns = columnsOf<keyof ThreadLink>({
  mailId: 'text',
  conversationId: 'text',
  isOwn: 'boolean',
  isIssued: 'boolean',
})
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
    async findByAddress(integrationId, addresses, since) {
      if (addresses.length === 0) return []
      const active = sql`select p.conversation_id, p.address from guichet.participants p
        join guichet.conversations c on c.tenant_id = ${tenant} and c.id = p.conversation_id
        where p.tenant_id = ${tenant} and p.address = wanted.value and c.integration_id = ${integrationId}
          and c.last_message_at >= ${since} and c.status not in ('archived', 'spam')
        order by c.last_message_at desc limit 20`
      return rowsOf(
        db(),
        sql<Participant>`select ${participantColumns.selected} from ${lookUp(addresses, active)}`,
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
    async conversations(integrationId, conversationIds) {
      if (conversationIds.length === 0) return []
      const own = sql`select c.id, c.status, c.subject, c.first_message_at, c.last_message_at, m.subject as latest
        from guichet.conversations c
        left join guichet.messages m on m.tenant_id = ${tenant} and m.id = c.last_message_id
        where c.tenant_id = ${tenant} and c.id = wanted.value and c.integration_id = ${integrationId}
        for update of c`
      return rowsOf(
        db(),
        sql<ThreadConversation>`select t.id as "conversationId", t.status,
            jsonb_build_array(t.subject, coalesce(t.latest, t.subject)) as subjects,
            t.first_message_at as "firstMessageAt", t.last_message_at as "lastMessageAt"
          from ${lookUp(
            sortedBy(conversationIds, (id) => id),
            own,
          )}`,
      )
    },
    async lead(integrationId, mailIds, conversationId) {
      if (mailIds.length === 0) return
      await rowsOf(
        db(),
        sql`update guichet.thread_links set conversation_id = ${conversationId}
          where tenant_id = ${tenant} and integration_id = ${integrationId}
            and mail_id in (select jsonb_array_elements_text(${texts(mailIds)}))`,
      )
    },
    async removeParticipants(participants) {
      if (participants.length === 0) return
      await rowsOf(
        db(),
        sql`delete from guichet.participants t using ${participantColumns.recordset(participants)}
          where t.tenant_id = ${tenant} and t.conversation_id = r."conversationId" and t.address = r.address`,
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
        set conversation_id = case when t.is_own then t.conversation_id else excluded.conversation_id end,
          is_own = true, is_issued = t.is_issued or excluded.is_issued
        where excluded.is_own and (not t.is_own or (excluded.is_issued and not t.is_issued))`,
  )
}

/** One link per mail id, as a statement may touch a row once only: the first, unless a later one is its own. */
function strongest(links: readonly ThreadLink[]): readonly ThreadLink[] {
  const byMailId = new Map<string, ThreadLink>()
  for (const link of links) {
    const known = byMailId.get(link.mailId)
    const isIssued = link.isIssued || (known?.isIssued ?? false)
    if (known === undefined || (link.isOwn && !known.isOwn)) byMailId.set(link.mailId, { ...link, isIssued })
    else if (link.isOwn) byMailId.set(link.mailId, { ...known, isIssued })
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
