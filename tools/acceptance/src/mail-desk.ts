import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs, systemClock, type TenantInbox } from '@guichet/core'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { smtp, smtpSender } from '@guichet/smtp'
import { startPostgres } from '@guichet-tools/real-servers'
import { buildWeb } from '../../../packages/examples/server/src/build-web.ts'
import { capturedMails } from '../../../packages/examples/server/src/captured/captured-mails.ts'
import { capturedRoutes } from '../../../packages/examples/server/src/captured/captured-routes.ts'
import { demoDns } from '../../../packages/examples/server/src/demo-dns.ts'
import { type DemoMail, startDemoMail } from '../../../packages/examples/server/src/demo-mail/demo-mail.ts'
import { connectMailbox } from '../../../packages/examples/server/src/demo-mailbox.ts'
import { startServer } from '../../../packages/examples/server/src/start-server.ts'
import { startAll } from './start-all.ts'

/** Where mails are answered whose server asks for a password: the demo's mailbox on a real Postgres. */
export interface MailDesk {
  readonly url: string
  readonly tenant: TenantInbox
  readonly mail: DemoMail
  /** What lets a message be older than it is. */
  execute(sql: string): Promise<void>
  stop(): Promise<void>
}

export function startMailDesk(): Promise<MailDesk> {
  return startAll(start)
}

async function start(closing: (() => Promise<unknown>)[]): Promise<Omit<MailDesk, 'stop'>> {
  const database = await startPostgres({ durable: true })
  closing.push(database.stop)
  const folder = await mkdtemp(join(tmpdir(), 'guichet-mails-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const connectionString = await database.createDatabase()
  const mails = capturedMails(systemClock())
  const mail = await startDemoMail({ clock: systemClock(), answerAfterMs: null, onSent: mails.keep })
  closing.push(mail.stop)
  const mailbox = imap({ privateHosts: 'allowed', sender: smtp({ privateHosts: 'allowed' }) })
  const inbox = createInbox({
    undoSeconds: 0,
    storage: postgres({ connectionString }),
    blobs: diskBlobs(folder),
    encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
    dns: demoDns(),
    senders: [smtpSender({ ...relayOf(mail), privateHosts: 'allowed' })],
    mailFrom: { name: 'Boulangerie Martin', address: mail.address },
    channels: [mailbox],
  })
  closing.push(inbox.close)
  await inbox.migrate()
  const tenant = inbox.tenant('mails')
  const { address, host, username, password } = mail
  const login = { address, host, username, password, security: 'none' } as const
  await connectMailbox(tenant, {
    imap: { ...login, port: mail.imapPort },
    smtp: { ...login, port: mail.smtpPort },
  })
  inbox.start()
  const pages = capturedRoutes({ mails, reader: mailbox, sendTest: (to) => tenant.mailer.sendTest(to) })
  const server = await startServer({ inbox, tenant: 'mails', webFolder: await buildWeb(), port: 0, pages })
  closing.push(server.close)
  const name = connectionString.slice(connectionString.lastIndexOf('/') + 1)
  return {
    ...{ url: server.url, tenant, mail },
    async execute(sql) {
      await database.query(sql, name)
    },
  }
}

/** The application's own mail leaves through the same server. */
function relayOf({ host, smtpPort, username, password }: DemoMail) {
  return { host, port: smtpPort, username, password, security: 'none' as const }
}
