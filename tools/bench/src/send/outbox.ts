import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createInbox, secret } from '@guichet/core'
import { fakeChannel, memoryBlobs, parsedMessage } from '@guichet/core/testing'
import { postgres } from '@guichet/postgres'
import { smtp } from '@guichet/smtp'
import pg from 'pg'
import { customer, subject, support, text } from './mail.ts'

/** Answers through the whole outbox: queued and durable before the clock starts, sent and settled when it stops. */

const [connectionString = '', port = '', count = ''] = process.argv.slice(2)
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const people = 50

const sender = smtp({ privateHosts: 'allowed' })
const connection = {
  settings: sender.settings.parse({ host: '127.0.0.1', port: Number(port), security: 'none' }),
  secrets: secret(sender.secrets.parse({})),
}
const mailbox = fakeChannel()
const inbox = createInbox({
  storage: postgres({ connectionString }),
  blobs: memoryBlobs(),
  channels: [{ ...mailbox, send: (_, message) => sender.send(connection, message) }],
  encryption: { keys: [{ id: 'bench', secret: randomBytes(32).toString('base64') }] },
  log: silent,
  limits: { perTenantPerHour: null, perIntegrationPerMinute: null },
})
const database = new pg.Client({ connectionString })
await database.connect()
await inbox.migrate()
const shop = inbox.tenant('bench')
await shop.integrations.create({
  type: 'fake',
  name: 'Support',
  settings: { address: support.address },
  secrets: { password: 'p' },
})

for (let number = 0; number < people; number += 1) {
  mailbox.put(
    parsedMessage({
      ...{ externalId: `in:${number}`, mailId: `first${number}@client.example`, from: customer(number) },
      ...{ to: [support], subject, text },
    }),
  )
}
const reading = inbox.start()
await until(async () => (await conversations()).length === people)
await reading.stop()

await queue(200)
await sendAll()
await queue(Number(count))
const seconds = await sendAll()
process.send?.({ perSecond: Number(count) / seconds })
await inbox.close()
await sender.close?.()
process.exit()

async function conversations() {
  return (await shop.conversations.list({ limit: 200 })).items
}

async function queue(answers: number): Promise<void> {
  const ids = (await conversations()).map(({ id }) => id)
  for (let number = 0; number < answers; number += 10) {
    const some = Array.from({ length: 10 }, (_, index) => ids[(number + index) % people] ?? '')
    await Promise.all(some.map((id) => shop.conversations.reply(id, { text }, { kind: 'system' })))
  }
}

/** How long it took, in seconds. */
async function sendAll(): Promise<number> {
  const started = performance.now()
  const worker = inbox.start()
  await until(async () => {
    const { rows } = await database.query(
      `select count(*)::int as n from guichet.outbox where state in ('ready', 'sending')`,
    )
    return rows[0]?.n === 0
  })
  const seconds = (performance.now() - started) / 1000
  await worker.stop()
  const { rows } = await database.query(`select count(*)::int as n from guichet.outbox where state <> 'sent'`)
  if (rows[0]?.n !== 0) throw new Error(`${rows[0]?.n} answers were not sent`)
  return seconds
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20)
}
