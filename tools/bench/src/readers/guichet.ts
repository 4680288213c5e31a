import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs } from '@guichet/core'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { report } from './reader.ts'

/** Guichet end to end: raw bytes durable, parsed, judged, threaded, filed, contacts made, on Postgres. */
await report(async ({ mailbox, connectionString }) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-'))
  const inbox = createInbox({
    storage: postgres({ connectionString }),
    blobs: diskBlobs(folder),
    encryption: { keys: [{ id: 'bench', secret: randomBytes(32).toString('base64') }] },
    channels: [imap({ tls: { ca: mailbox.ca } })],
  })
  await inbox.migrate()
  const tenant = inbox.tenant('bench')
  const { address, password, host, port } = mailbox
  const settings = { address, host, port, security: 'tls' }
  await tenant.integrations.create({ type: 'imap', name: 'Bench', settings, secrets: { password } })
  const { position } = await tenant.events.after(null)
  return async () => {
    inbox.start()
    const messages = await firstSync(position)
    await inbox.close()
    await rm(folder, { recursive: true })
    return messages
  }

  async function firstSync(since: string): Promise<number> {
    for await (const event of tenant.events.follow(since, AbortSignal.timeout(300_000))) {
      if (event.type !== 'integration.synced') continue
      if (event.data.status !== 'success') throw new Error('the sync did not succeed')
      return Number(event.data.stored)
    }
    throw new Error('the sync did not end')
  }
})
