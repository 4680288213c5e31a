import { randomBytes, randomUUID } from 'node:crypto'
import { createInbox, type Storage, type TenantInbox } from '@guichet/core'
import { memoryBlobs } from '@guichet/core/testing'
import { type PostgresServer, postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postgres } from './postgres.ts'

let server: PostgresServer
let database: string
let storage: Storage
let tenant: string
let inbox: TenantInbox

const [mail, phone] = ['ada@example.org', '+33612345678']
const integrationId = randomUUID()
const folder = {
  id: randomUUID(),
  key: 'inbox',
  name: 'Inbox',
  parentId: null,
  position: 0,
  rule: null,
  system: true,
}

/** What intake does with a message, as far as contacts are concerned. Returns the contact it found. */
function messageFrom(address: string): Promise<string> {
  const now = new Date()
  const candidate = { id: randomUUID(), addressKey: address, name: 'Ada', createdAt: now }
  return storage.transaction(tenant, async (tx) => {
    const contact = (await tx.contacts.resolve([candidate])).get(address)
    if (contact === undefined) throw new Error(`${address} has no contact`)
    await tx.conversations.insert([
      {
        ...{
          id: randomUUID(),
          integrationId,
          contactId: contact.id,
          medium: 'email',
          subject: '',
          status: 'new',
        },
        ...{ priority: 'normal', folderId: folder.id, assigneeId: null, verdict: 'person', messageCount: 1 },
        ...{
          snippet: '',
          firstMessageAt: now,
          lastMessageAt: now,
          lastMessageId: randomUUID(),
          baseSubject: '',
        },
        ...{ contactName: contact.name, possiblyRelated: null, version: 1, createdAt: now },
      },
    ])
    return contact.id
  })
}

async function countOf(contactId: string): Promise<number> {
  return (await inbox.conversations.list({ contactId, limit: 200 })).items.length
}

describe.skipIf(skipUnless(postgresMissing()))('contacts on a real Postgres', () => {
  beforeAll(async () => {
    server = await startPostgres()
    database = await server.createDatabase()
    storage = postgres({ connectionString: database, allowUnsafeDurability: true })
    await storage.migrate()
  })
  afterAll(async () => {
    await storage?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    tenant = `contacts-${randomUUID()}`
    const key = randomBytes(32).toString('base64')
    inbox = createInbox({
      ...{ storage, blobs: memoryBlobs(), channels: [], encryption: { keys: [{ id: 'k', secret: key }] } },
    }).tenant(tenant)
    await storage.transaction(tenant, (tx) => tx.folders.insertMissing([folder]))
  })

  it('messages that come while contacts are merged and taken apart make no third contact, and none is lost', async () => {
    const [one, other] = [await messageFrom(mail), await messageFrom(phone)]
    for (let round = 0; round < 10; round += 1) {
      const came = () => [mail, phone, mail, phone].map(messageFrom)
      const [{ mergeId }] = await Promise.all([inbox.contacts.merge(one, { into: other }), ...came()])
      expect((await inbox.contacts.list()).items.map(({ id }) => id)).toEqual([other])
      expect(await countOf(one)).toBe(2 + round * 8 + 4)
      await Promise.all([inbox.contacts.unmerge(mergeId), ...came()])
    }
    expect((await inbox.contacts.get(one)).addresses).toEqual([mail])
    expect((await inbox.contacts.get(other)).addresses).toEqual([phone])
    expect((await countOf(one)) + (await countOf(other))).toBe(82)
  }, 60_000)

  it('two people who merge two contacts into one another at once make one contact, and one of them is told', async () => {
    const [one, other] = [await messageFrom(mail), await messageFrom(phone)]
    const results = await Promise.allSettled([
      inbox.contacts.merge(one, { into: other }),
      inbox.contacts.merge(other, { into: one }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await inbox.contacts.list()).items).toHaveLength(1)
    expect((await inbox.contacts.get(one)).addresses).toEqual([phone, mail])
  })

  it('a search uses its index, also under row level security', async () => {
    await storage.transaction(tenant, (tx) =>
      tx.contacts.resolve(
        Array.from({ length: 2000 }, (_, n) => ({
          ...{
            id: randomUUID(),
            addressKey: `person${n}@example.org`,
            name: `Person ${n}`,
            createdAt: new Date(),
          },
        })),
      ),
    )
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    try {
      await client.query('analyze guichet.contact_words')
      await client.query(
        `begin; set local role guichet_app; select set_config('guichet.tenant', '${tenant}', true)`,
      )
      const { rows } = await client.query(`explain select distinct w.contact_id from guichet.contact_words w
        where w.tenant_id = '${tenant}' and w.word >= 'person19' and w.word < 'person19\u{10FFFF}'`)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toMatch(/Index Only Scan using contact_words_pkey|Bitmap Index Scan on contact_words_pkey/)
      expect(plan).toMatch(/Index Cond: .*word >= 'person19'/)
    } finally {
      await client.end()
    }
    const { items } = await inbox.contacts.list({ search: 'person 1999' })
    expect(items.map(({ name }) => name)).toEqual(['Person 1999'])
  })
})
