import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs, systemClock, type TenantInbox } from '@guichet/core'
import { postgres } from '@guichet/postgres'
import { webhookPoster } from '@guichet/webhook'
import { startPostgres } from '@guichet-tools/real-servers'
import { buildWeb } from '../../../packages/examples/server/src/build-web.ts'
import { startDemoTexts } from '../../../packages/examples/server/src/demo-texts/demo-texts.ts'
import { startServer } from '../../../packages/examples/server/src/start-server.ts'
import { startAll } from './start-all.ts'

/** Where texts are answered: the demo's numbers and its fake Vonage on a real Postgres. */
export interface TextDesk {
  readonly url: string
  readonly tenant: TenantInbox
  /** What lets a conversation be older than it is. */
  execute(sql: string): Promise<void>
  stop(): Promise<void>
}

export function startTextDesk(): Promise<TextDesk> {
  return startAll(start)
}

async function start(closing: (() => Promise<unknown>)[]): Promise<Omit<TextDesk, 'stop'>> {
  const database = await startPostgres({ durable: true })
  closing.push(database.stop)
  const folder = await mkdtemp(join(tmpdir(), 'guichet-texts-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const connectionString = await database.createDatabase()
  const texts = await startDemoTexts({ clock: systemClock(), noteFile: join(folder, 'note.json') })
  closing.push(texts.stop)
  const inbox = createInbox({
    undoSeconds: 0,
    storage: postgres({ connectionString }),
    blobs: diskBlobs(folder),
    encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
    channels: texts.channels,
    webhooks: webhookPoster({ privateHosts: 'allowed' }),
  })
  closing.push(inbox.close)
  await inbox.migrate()
  const tenant = inbox.tenant('texts')
  inbox.start()
  const webFolder = await buildWeb()
  const server = await startServer({ inbox, tenant: 'texts', webFolder, port: 0, pages: texts.pages })
  closing.push(server.close)
  await texts.begin(tenant, server.url)
  const name = connectionString.slice(connectionString.lastIndexOf('/') + 1)
  return {
    url: server.url,
    tenant,
    async execute(sql) {
      await database.query(sql, name)
    },
  }
}
