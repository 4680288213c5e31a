import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createInbox,
  diskBlobs,
  type ListenSession,
  type ReceivedMessage,
  type TenantInbox,
} from '@guichet/core'
import { type ImapSecrets, type ImapSettings, imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { smtp } from '@guichet/smtp'
import { startPostgres } from '@guichet-tools/real-servers'
import { mailText } from '../mail-text.ts'
import { below } from '../seeded-random.ts'
import { type RunningWorker, startWorker } from '../start-worker.ts'

const address = 'support@shop.test'

/** An inbox whose customers have written already; nothing listens, and workers are processes of their own. */
export interface ChaosDesk {
  readonly inbox: TenantInbox
  /** One for each question, with the address that its answer is sent to first. */
  readonly conversations: readonly { readonly id: string; readonly recipient: string }[]
  startWorker(): RunningWorker
  /** What lies in the folder of sent mail of the account, seen now. */
  showSent(mails: readonly Buffer[]): Promise<void>
  rows<Row>(sql: string): Promise<readonly Row[]>
  execute(sql: string): Promise<void>
  stop(): Promise<void>
}

export interface ChaosDeskOptions {
  readonly questions: number
  readonly smtpPort: number
  /** The certificate of the SMTP server (PEM). */
  readonly ca: string
  readonly random: () => number
}

/** Silences that a send forgives: short, so that a thousand of them take minutes. */
const timeouts = { connectMs: 400, replyMs: 400, finalReplyMs: 600 }

export async function openChaosDesk(options: ChaosDeskOptions): Promise<ChaosDesk> {
  const [database, folder] = await Promise.all([
    startPostgres({ durable: true }),
    mkdtemp(join(tmpdir(), 'guichet-chaos-')),
  ])
  const connectionString = await database.createDatabase()
  const blobFolder = join(folder, 'raw')
  const key = randomBytes(32).toString('base64')
  const mailbox = playedMailbox()
  const channel = imap({ privateHosts: 'allowed', sender: smtp({ privateHosts: 'allowed' }) })
  const parts = {
    storage: postgres({ connectionString }),
    blobs: diskBlobs(blobFolder),
    encryption: { keys: [{ id: 'acceptance', secret: key }] },
  }
  const desk = createInbox({ ...parts, channels: [{ ...channel, listen: mailbox.listen }] })
  await desk.migrate()
  const inbox = desk.tenant('shop')
  await connect(inbox, options)
  const name = connectionString.slice(connectionString.lastIndexOf('/') + 1)
  const rows: ChaosDesk['rows'] = async (sql) =>
    JSON.parse(await database.query(`select coalesce(json_agg(r), '[]') from (${sql}) r`, name))

  async function show(messages: readonly ReceivedMessage[]): Promise<void> {
    const shown = mailbox.show(messages)
    const worker = desk.start()
    await shown
    await worker.stop()
  }

  const recipients = questionRecipients(options)
  await show(recipients.map((replyTo, index) => question(index, replyTo)))
  return {
    ...{ inbox, rows, conversations: await conversationsOf(inbox, recipients) },
    startWorker: () =>
      startWorker({
        ...{ database: { connectionString }, blobFolder, key, ca: options.ca },
        // What a killed one held is free again soon.
        leaseMs: 1_000,
        sending: { timeouts },
      }),
    showSent: (mails) => show(mails.map(sentMail)),
    async execute(sql) {
      await database.query(sql, name)
    },
    async stop() {
      await desk.close()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function connect(inbox: TenantInbox, { smtpPort }: ChaosDeskOptions): Promise<void> {
  const outgoing = { host: 'localhost', port: smtpPort, security: 'starttls' }
  await inbox.integrations.create({
    ...{ type: 'imap', name: 'Support', secrets: { password: 'correct horse' } },
    settings: { address, host: 'localhost', smtp: outgoing, sentCopies: 'never' },
  })
}

interface PlayedMailbox {
  listen(session: ListenSession<ImapSettings, ImapSecrets>): Promise<void>
  /** Resolves when a session has stored them. */
  show(messages: readonly ReceivedMessage[]): Promise<void>
}

/** An account without a server: what it holds is handed over by the test. */
function playedMailbox(): PlayedMailbox {
  let waiting: readonly ReceivedMessage[] = []
  let stored = Promise.withResolvers<void>()
  return {
    show(messages) {
      waiting = messages
      stored = Promise.withResolvers()
      return stored.promise
    },
    async listen({ accept, report, signal }) {
      for (let start = 0; start < waiting.length; start += 200) {
        await accept({ messages: waiting.slice(start, start + 200), cursor: null })
      }
      await report({ status: 'success', error: null })
      stored.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    },
  }
}

/** One to three of them for each question, so that there is a RCPT for each. */
function questionRecipients({ questions, random }: ChaosDeskOptions): readonly (readonly string[])[] {
  return Array.from({ length: questions }, (_, index) =>
    Array.from({ length: 1 + below(random, 3) }, (_, number) => `run${index}.${number}@customers.test`),
  )
}

function question(index: number, replyTo: readonly string[]): ReceivedMessage {
  const from = replyTo[0] ?? ''
  const raw = mailText({
    ...{
      from,
      to: address,
      subject: `Question ${index}`,
      text: 'Bonjour ?',
      mailId: `q${index}@customers.test`,
    },
    extra: [`Reply-To: ${replyTo.join(', ')}`],
  })
  return received(`INBOX/1/${index + 1}`, Buffer.from(raw))
}

let sentMails = 0

function sentMail(raw: Buffer): ReceivedMessage {
  sentMails += 1
  return { ...received(`Sent/1/${sentMails}`, raw), sentByUs: true }
}

function received(locator: string, raw: Buffer): ReceivedMessage {
  // As history: nobody's DNS is asked who sent it.
  return { locator, raw, receivedAt: new Date(), isHistory: true }
}

async function conversationsOf(
  inbox: TenantInbox,
  recipients: readonly (readonly string[])[],
): Promise<ChaosDesk['conversations']> {
  const bySubject = new Map<string, string>()
  let cursor: string | null = null
  do {
    const page = await inbox.conversations.list({ cursor, limit: 200 })
    for (const { subject, id } of page.items) bySubject.set(subject, id)
    cursor = page.nextCursor
  } while (cursor !== null)
  return recipients.map(([recipient = ''], index) => {
    const id = bySubject.get(`Question ${index}`)
    if (id === undefined) throw new Error(`question ${index} did not arrive`)
    return { id, recipient }
  })
}
