import { randomBytes, randomUUID } from 'node:crypto'
import { createInbox, type Inbox, type Storage } from '@guichet/core'
import { fakeSender, memoryBlobs } from '@guichet/core/testing'
import { type PostgresServer, postgresMissing, skipUnless, startPostgres } from '@guichet-tools/real-servers'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postgres } from './postgres.ts'

let server: PostgresServer
let database: string
let storage: Storage
let inbox: Inbox
let tenant: string

const sender = fakeSender('relay')
const mail = { to: 'ada@client.example', subject: 'Facture', text: 'La voici.' }

describe.skipIf(skipUnless(postgresMissing()))('mail of the application on a real Postgres', () => {
  beforeAll(async () => {
    server = await startPostgres()
    database = await server.createDatabase()
    storage = postgres({ connectionString: database, allowUnsafeDurability: true })
    await storage.migrate()
    const secret = randomBytes(32).toString('base64')
    inbox = createInbox({
      ...{ storage, blobs: memoryBlobs(), channels: [], encryption: { keys: [{ id: 'k', secret }] } },
      ...{ senders: [sender], mailFrom: 'contact@acme.example' },
    })
  })
  afterAll(async () => {
    await inbox?.close()
    await server?.stop()
  })
  beforeEach(() => {
    tenant = `mails-${randomUUID()}`
  })

  it('is one mail when one key asks ten times at once, alone and inside of work that is done once', async () => {
    const { mailer, once } = inbox.tenant(tenant)
    const alone = await Promise.all(
      Array.from({ length: 10 }, () => mailer.send({ ...mail, idempotencyKey: 'a' })),
    )
    expect(new Set(alone.map(({ id }) => id)).size).toBe(1)
    const inside = await Promise.all(
      Array.from({ length: 5 }, () =>
        once({ key: 'b', request: 'b' }, async (own) => (await own.mailer.send(mail)).id),
      ),
    )
    expect(new Set(inside).size).toBe(1)
    expect((await mailer.list()).items).toHaveLength(2)
  })

  it('leaves once by two workers', async () => {
    const { mailer, events } = inbox.tenant(tenant)
    const { position } = await events.after(null)
    const workers = [inbox.start(), inbox.start()]
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await mailer.send(mail)).id))
    const stop = new AbortController()
    let left = 0
    for await (const { type } of events.follow(position, stop.signal)) {
      if (type === 'message.sent') left += 1
      if (left === ids.length) stop.abort()
    }
    await Promise.all(workers.map((worker) => worker.stop()))
    const own = sender.sent.filter((one) => one.tenant === tenant)
    expect(own.map(({ message }) => message.id).toSorted()).toEqual(ids.toSorted())
  })

  it('is found by recipient, tag and state among fifty thousand, before there are statistics', async () => {
    await fillWith(50_000)
    const { mailer } = inbox.tenant(tenant)
    const { id } = await mailer.send({ ...mail, tags: ['rare'] })
    const before = performance.now()
    const found = [
      await mailer.list({ recipient: 'ada@client.example' }),
      await mailer.list({ tag: 'rare' }),
      await mailer.list({ tag: 'rare', state: 'ready' }),
      await mailer.list({ state: 'ready' }),
      await mailer.list({ tag: 'common', limit: 50 }),
    ]
    expect(found.map(({ items }) => items.length)).toEqual([1, 1, 1, 1, 50])
    expect(found[0]?.items[0]?.id).toBe(id)
    expect(performance.now() - before).toBeLessThan(500)
  })
})

/** Mails that were sent to other people long ago, written past the API. */
async function fillWith(count: number): Promise<void> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("select set_config('guichet.tenant', $1, true)", [tenant])
    await client.query(
      `insert into guichet.outbox (tenant_id, message_id, idempotency_key, state, fence, attempts, html,
          created_at, is_scheduled, cancel_if_answered)
        select $1, 'm' || n, 'm' || n, 'sent', 1, 1, '', now() - n * interval '1 minute', false, false
        from generate_series(1, $2::integer) n`,
      [tenant, count],
    )
    await client.query(
      `insert into guichet.mails (tenant_id, id, mail_id, "from", "to", cc, bcc, dropped, subject, text, html,
          attachments, priority, automatic, tags, created_at)
        select $1, 'm' || n, 'm' || n || '@acme.example', '{"name":"","address":"contact@acme.example"}',
          '[]', '[]', '[]', '[]', 's', 't', '', '[]', 'normal', true, '["common"]', now() - n * interval '1 minute'
        from generate_series(1, $2::integer) n`,
      [tenant, count],
    )
    await client.query(
      `insert into guichet.mail_keys (tenant_id, key, mail_id, created_at)
        select $1, k.key, 'm' || n, now() - n * interval '1 minute'
        from generate_series(1, $2::integer) n, lateral (values ('tag:common'), ('to:c' || n || '@x')) k(key)`,
      [tenant, count],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}
