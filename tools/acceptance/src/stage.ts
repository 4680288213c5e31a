import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs } from '@guichet/core'
import { createHandler } from '@guichet/http'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { smtp } from '@guichet/smtp'
import {
  type DovecotServer,
  dovecotMissing,
  type MailUser,
  type PostgresServer,
  postgresMissing,
  startDovecot,
  startPostgres,
} from '@guichet-tools/real-servers'
import { type ApiClient, apiClient } from './api-client.ts'
import { type RunningWorker, startWorker } from './start-worker.ts'
import type { WorkerSettings } from './worker-settings.ts'

export const support: MailUser = { address: 'support@shop.test', password: 'correct horse' }

/** Why the servers of a stage cannot be started here; null when they can. */
export const stageMissing = (): string | null => dovecotMissing() ?? postgresMissing()

/**
 * A mail server and a database as in production (TLS, fsync), an inbox whose API runs in this process, and workers
 * in processes of their own.
 */
export interface Stage {
  readonly dovecot: DovecotServer
  readonly folder: string
  readonly blobFolder: string
  readonly api: ApiClient
  /** Connects the mailbox of `support` unless the changes say otherwise; returns the integration's id. */
  connect(changes?: MailboxChanges): Promise<string>
  startWorker(changes?: Partial<WorkerSettings>): RunningWorker
  /** Rows of a query, as the database's superuser. */
  rows<Row>(sql: string): Promise<readonly Row[]>
  execute(sql: string): Promise<void>
  dispose(): Promise<void>
}

interface MailboxChanges {
  readonly name?: string
  readonly settings?: object
  readonly secrets?: object
  readonly intervalSeconds?: number
}

export interface StageOptions {
  readonly users?: readonly MailUser[]
}

export async function startStage({ users = [support] }: StageOptions = {}): Promise<Stage> {
  const [dovecot, database, folder] = await Promise.all([
    startDovecot({ users }),
    startPostgres({ durable: true }),
    mkdtemp(join(tmpdir(), 'guichet-acceptance-')),
  ])
  const connectionString = await database.createDatabase()
  const blobFolder = join(folder, 'raw')
  const key = randomBytes(32).toString('base64')
  const inbox = createInbox({
    undoSeconds: 0,
    storage: postgres({ connectionString }),
    blobs: diskBlobs(blobFolder),
    encryption: { keys: [{ id: 'acceptance', secret: key }] },
    channels: [
      imap({ privateHosts: 'allowed', sender: smtp({ privateHosts: 'allowed' }), tls: { ca: dovecot.ca } }),
    ],
  })
  await inbox.migrate()
  const session = { tenant: 'shop', user: { id: 'ada' }, role: 'admin' as const }
  const api = apiClient(createHandler(inbox, { authenticate: () => session }))
  const workers: RunningWorker[] = []
  return {
    ...{ dovecot, folder, blobFolder, api, ...queries(database, connectionString) },
    connect: (changes = {}) => connect(api, dovecot, changes),
    startWorker(changes) {
      const settings = { database: { connectionString }, blobFolder, key, ca: dovecot.ca }
      const worker = startWorker({ ...settings, ...changes })
      workers.push(worker)
      return worker
    },
    async dispose() {
      await Promise.all(workers.filter((worker) => worker.isAlive()).map((worker) => worker.kill()))
      await inbox.close()
      await Promise.all([dovecot.stop(), database.stop()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function connect(api: ApiClient, dovecot: DovecotServer, changes: MailboxChanges): Promise<string> {
  const { settings, secrets, ...rest } = changes
  const noSmtp = { host: 'localhost', port: 1, security: 'none' }
  const { id } = await api.send<{ readonly id: string }>('POST', '/inbox/integrations', {
    type: 'imap',
    name: 'Support',
    settings: {
      address: support.address,
      host: 'localhost',
      port: dovecot.tlsPort,
      smtp: noSmtp,
      ...settings,
    },
    secrets: { password: support.password, ...secrets },
    ...rest,
  })
  return id
}

function queries(database: PostgresServer, connectionString: string): Pick<Stage, 'rows' | 'execute'> {
  const name = connectionString.slice(connectionString.lastIndexOf('/') + 1)
  return {
    async rows(sql) {
      const text = await database.query(`select coalesce(json_agg(r), '[]') from (${sql}) r`, name)
      return JSON.parse(text)
    },
    async execute(sql) {
      await database.query(sql, name)
    },
  }
}
