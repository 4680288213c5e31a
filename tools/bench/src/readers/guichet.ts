import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChannelType, createInbox, diskBlobs, type SyncReport } from '@guichet/core'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { report } from './reader.ts'

/** Guichet end to end: raw bytes durable, parsed, judged, threaded, filed, contacts made, on Postgres. */
await report(async ({ mailbox, connectionString }) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-'))
  const firstSync = Promise.withResolvers<SyncReport>()
  const inbox = createInbox({
    storage: postgres({ connectionString }),
    blobs: diskBlobs(folder),
    encryption: { keys: [{ id: 'bench', secret: randomBytes(32).toString('base64') }] },
    channels: [reporting(imap({ privateHosts: 'allowed', tls: { ca: mailbox.ca } }), firstSync.resolve)],
  })
  await inbox.migrate()
  const tenant = inbox.tenant('bench')
  const { address, password, host, port } = mailbox
  const settings = { address, host, port, security: 'tls' }
  await tenant.integrations.create({ type: 'imap', name: 'Bench', settings, secrets: { password } })
  const { position } = await tenant.events.after(null)
  return {
    async run() {
      inbox.start()
      const { status } = await firstSync.promise
      if (status !== 'success') throw new Error('the sync did not succeed')
      const { events } = await tenant.events.after(position)
      return Number(events.find((event) => event.type === 'integration.synced')?.data.stored)
    },
    async dispose() {
      await inbox.close()
      await rm(folder, { recursive: true })
    },
  }
})

/** The same channel, telling when a pass is over and recorded. */
function reporting(channel: ChannelType, onReport: (report: SyncReport) => void): ChannelType {
  return {
    ...channel,
    listen: async (session) => {
      const report = async (pass: SyncReport) => {
        await session.report(pass)
        onReport(pass)
      }
      await channel.listen?.({ ...session, report })
    },
  }
}
