import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs, type TenantInbox } from '@guichet/core'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { smtp } from '@guichet/smtp'
import { type DovecotServer, startDovecot, startPostfix, startPostgres } from '@guichet-tools/real-servers'
import { ImapFlow } from 'imapflow'
import { buildWeb } from '../../../packages/examples/server/src/build-web.ts'
import { startServer } from '../../../packages/examples/server/src/start-server.ts'
import { startAll } from './start-all.ts'

/** Where somebody answers: a tenant with a mailbox and a web page of its own. */
export interface Desk {
  readonly url: string
  readonly address: string
  readonly tenant: TenantInbox
  /** A mail arrives in the desk's mailbox. */
  receive(raw: string | Uint8Array): Promise<void>
}

export interface DeskOptions {
  /** Mails that are there before the mailbox is connected. */
  readonly mails?: readonly (string | Uint8Array)[]
  /** False: nobody has connected the mailbox yet. */
  readonly connected?: boolean
}

/** One Guichet on real servers: Dovecot over TLS, Postfix that delivers into it, Postgres. */
export interface Desks {
  open(name: string, options?: DeskOptions): Promise<Desk>
  readonly imapPort: number
  readonly smtpPort: number
  readonly password: string
  /** A connection to the customer's own mailbox. */
  customerMailbox(): Promise<ImapFlow>
  stop(): Promise<void>
}

const customer = 'claire@demo.test'
const password = 'pomme de terre'

export function startDesks(names: readonly string[]): Promise<Desks> {
  return startAll((closing) => start(names, closing))
}

async function start(
  names: readonly string[],
  closing: (() => Promise<unknown>)[],
): Promise<Omit<Desks, 'stop'>> {
  const users = [customer, 'paul@demo.test', ...names.map(addressOf)]
  const dovecot = await startDovecot({ users: users.map((address) => ({ address, password })) })
  closing.push(dovecot.stop)
  const postfix = await startPostfix({ domain: 'demo.test', users, mailDirectory: dovecot.mailDirectory })
  closing.push(postfix.stop)
  const database = await startPostgres({ durable: true })
  closing.push(database.stop)
  const folder = await mkdtemp(join(tmpdir(), 'guichet-desks-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const inbox = createInbox({
    undoSeconds: 0,
    storage: postgres({ connectionString: await database.createDatabase() }),
    blobs: diskBlobs(folder),
    encryption: { keys: [{ id: 'test', secret: randomBytes(32).toString('base64') }] },
    channels: [
      imap({ privateHosts: 'allowed', sender: smtp({ privateHosts: 'allowed' }), tls: { ca: dovecot.ca } }),
    ],
  })
  closing.push(inbox.close)
  await inbox.migrate()
  const webFolder = await buildWeb()
  inbox.start()

  return {
    ...{ imapPort: dovecot.tlsPort, smtpPort: postfix.port, password },
    customerMailbox: () => mailboxOf(dovecot),
    async open(name, { mails = [], connected = true } = {}) {
      const address = addressOf(name)
      const tenant = inbox.tenant(name)
      const receive = (raw: string | Uint8Array) => dovecot.deliver(address, raw)
      for (const mail of mails) await receive(mail)
      if (connected) await connect(tenant, address, { imap: dovecot.tlsPort, smtp: postfix.port })
      const server = await startServer({ inbox, tenant: name, webFolder, port: 0 })
      closing.push(server.close)
      return { url: server.url, address, tenant, receive }
    },
  }
}

function addressOf(name: string): string {
  return `${name}@demo.test`
}

interface Ports {
  readonly imap: number
  readonly smtp: number
}

async function connect(tenant: TenantInbox, address: string, ports: Ports): Promise<void> {
  const host = '127.0.0.1'
  await tenant.integrations.create({
    type: 'imap',
    name: address,
    settings: {
      address,
      name: 'Atelier Dupont',
      ...{ host, port: ports.imap, security: 'tls' },
      smtp: { host, port: ports.smtp, security: 'none', username: null },
    },
    secrets: { password },
  })
}

async function mailboxOf({ host, tlsPort, ca }: DovecotServer): Promise<ImapFlow> {
  const client = new ImapFlow({
    ...{ host, port: tlsPort, secure: true, tls: { ca }, logger: false },
    auth: { user: customer, pass: password },
  })
  await client.connect()
  await client.mailboxOpen('INBOX')
  return client
}
