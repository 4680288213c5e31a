import type { Stage } from './stage.ts'

export interface StoredMessage {
  readonly id: string
  readonly externalId: string
  readonly mailId: string | null
}

export interface StoredLocation {
  readonly uidValidity: string
  readonly uid: number
  readonly messageId: string
}

export interface StoredCursor {
  readonly uidValidity: string
  readonly lowestUid: number
  readonly highestUid: number
  readonly historyUpTo: number
  readonly missing: readonly number[]
}

/** What the database holds, read past the product. */
export function storedInbox(stage: Stage) {
  const count = async (sql: string) =>
    Number((await stage.rows<{ n: number }>(`select count(*) as n from ${sql}`))[0]?.n)
  return {
    count,
    messages: () =>
      stage.rows<StoredMessage>(
        `select id, external_id as "externalId", mail_id as "mailId" from guichet.messages where direction = 'inbound'`,
      ),
    async locations(): Promise<readonly StoredLocation[]> {
      const rows = await stage.rows<{ readonly l: string; readonly m: string }>(
        'select locator as l, message_id as m from guichet.message_locations',
      )
      return rows.map(({ l, m }) => {
        const [uidValidity = '', uid = ''] = l.split('/').slice(-2)
        return { uidValidity, uid: Number(uid), messageId: m }
      })
    },
    async cursor(): Promise<StoredCursor | undefined> {
      const sql = "select value from guichet.integration_cursors where source = 'INBOX'"
      return (await stage.rows<{ value: StoredCursor }>(sql))[0]?.value
    },
    /** Everything that must never be; each is a count that must be 0. */
    async contradictions(): Promise<Readonly<Record<string, number>>> {
      const found: Record<string, number> = {}
      for (const [what, sql] of Object.entries(contradictions)) found[what] = await count(sql)
      return found
    },
  }
}

export const noContradictions = {
  twoMessagesWithOneExternalId: 0,
  messagesWithoutConversation: 0,
  conversationsWithWrongCount: 0,
  foldersWithWrongCounts: 0,
  locationsWithoutMessage: 0,
  messagesWithoutClaim: 0,
  claimsWithoutMessage: 0,
  messagesAnnouncedTwice: 0,
}

const contradictions: Readonly<Record<keyof typeof noContradictions, string>> = {
  twoMessagesWithOneExternalId: `(select from guichet.messages group by tenant_id, integration_id, external_id
    having count(*) > 1) x`,
  messagesWithoutConversation: `guichet.messages m where not exists (
    select from guichet.conversations c where c.tenant_id = m.tenant_id and c.id = m.conversation_id)`,
  conversationsWithWrongCount: `guichet.conversations c where message_count <> (
    select count(*) from guichet.messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id)`,
  foldersWithWrongCounts: `(
      select tenant_id, folder_id, status, sum(count) as n from guichet.folder_counts group by 1, 2, 3 having sum(count) <> 0
    ) kept full join (
      select tenant_id, folder_id, status, count(*) as n from guichet.conversations group by 1, 2, 3
    ) real using (tenant_id, folder_id, status) where kept.n is distinct from real.n`,
  locationsWithoutMessage: `guichet.message_locations l where not exists (
    select from guichet.messages m where m.tenant_id = l.tenant_id and m.id = l.message_id)`,
  messagesWithoutClaim: `guichet.messages m where direction = 'inbound' and not exists (
    select from guichet.message_claims c where c.tenant_id = m.tenant_id and c.integration_id = m.integration_id
      and c.external_id = m.external_id and c.message_id = m.id)`,
  claimsWithoutMessage: `guichet.message_claims c where not exists (
    select from guichet.messages m where m.tenant_id = c.tenant_id and m.id = c.message_id)`,
  messagesAnnouncedTwice: `(select from guichet.events where type = 'message.received'
    group by message_id having count(*) > 1) x`,
}
