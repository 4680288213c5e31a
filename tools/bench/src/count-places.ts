import { postgres } from '@guichet/postgres'
import { startPostgres } from '@guichet-tools/real-servers'

/**
 * `node --conditions=guichet-source tools/bench/src/count-places.ts`: how long a gap report of a large folder takes, on a
 * Postgres of its own. Prints one line per round.
 */

const messages = 300_000
const rounds = 3

const server = await startPostgres({ durable: true })
try {
  const connectionString = await server.createDatabase()
  const database = connectionString.slice(connectionString.lastIndexOf('/') + 1)
  const storage = postgres({ connectionString })
  await storage.migrate()
  // One in 500 was deleted here, one in 1,000 could not be read.
  await server.query(
    `insert into guichet.messages (tenant_id, id, conversation_id, integration_id, direction, medium, external_id,
        in_reply_to, "references", reply_to, "to", cc, subject, text, attachments, received_at, threading, verdict,
        evidence, parse_state, raw_size)
      select 'shop', lpad(i::text, 36, '0'), 'c', 'box', 'inbound', 'email', 'mail:' || md5(i::text), '[]', '[]', '[]',
        '[]', '[]', 'Subject ' || i, repeat('text ', 100), '[]', now(), '{}', 'person', '[]',
        case when i % 1000 = 0 then 'failed' else 'ok' end, 100
      from generate_series(1, ${messages}) i where i % 500 <> 1`,
    database,
  )
  await server.query(
    `insert into guichet.message_locations (tenant_id, integration_id, locator, message_id)
      select 'shop', 'box', 'INBOX/1/' || i, lpad(i::text, 36, '0') from generate_series(1, ${messages}) i`,
    database,
  )
  await server.query('analyze', database)
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    const counts = await storage.transaction('shop', (tx) => tx.sources.countLocated('box', 'INBOX/1/'))
    console.info(`${Math.round(performance.now() - start)} ms for ${JSON.stringify(counts)}`)
  }
  await storage.close()
} finally {
  await server.stop()
}
