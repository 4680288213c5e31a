import type { Socket } from 'node:net'
import hoodiecrow, { type HoodiecrowMessage, type HoodiecrowServer } from 'hoodiecrow-imap'
import type { MailText } from './mail-text.ts'
import type { SampleMail, SampleMails } from './sample-mails.ts'

export type DemoFolder = 'INBOX' | 'Sent'

export interface ImapMailbox {
  readonly port: number
  /** Adds a mail; whoever listens hears of it at once. */
  append(folder: DemoFolder, text: MailText, date: Date): void
  stop(): Promise<void>
}

export interface ImapMailboxOptions {
  readonly username: string
  readonly password: string
  readonly mails: SampleMails
  /** Must be another one at every start: what is delivered to this server is gone when it ends. */
  readonly uidValidity: number
}

const standardPlugins = [
  'ENABLE',
  'CONDSTORE',
  'ID',
  'IDLE',
  'LITERALPLUS',
  'SPECIAL-USE',
  'UIDPLUS',
  'UNSELECT',
]

/** One mailbox on an IMAP server of its own, in memory, on a free port of 127.0.0.1. */
export async function startImapMailbox(options: ImapMailboxOptions): Promise<ImapMailbox> {
  const server = hoodiecrow({
    plugins: [...standardPlugins, announceEnabled, endIdleOnClose],
    users: { [options.username]: { password: options.password } },
    storage: storageOf(options),
  })
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the IMAP server has no port')
  return {
    port: address.port,
    append: (folder, text, date) => {
      const flags = folder === 'Sent' ? ['\\Seen'] : []
      server.appendMessage(folder, flags, internalDate(date), text)
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Hoodiecrow enables CONDSTORE without saying so (RFC 5161 §3.2 wants it said), and clients then do not use it. */
function announceEnabled(server: HoodiecrowServer): void {
  const enable = server.getCommandHandler('ENABLE')
  if (enable === false) throw new Error('hoodiecrow has no ENABLE')
  server.setCommandHandler('ENABLE', (connection, parsed, data, callback) => {
    connection.send({ tag: '*', command: 'ENABLED', attributes: [{ type: 'ATOM', value: 'CONDSTORE' }] })
    enable(connection, parsed, data, callback)
  })
}

/** A client that vanishes in IDLE leaves hoodiecrow's half-hour timer running, and the process would wait for it. */
function endIdleOnClose(server: HoodiecrowServer): void {
  server.connectionHandlers.push((connection) => {
    connection.socket.once('close', () => {
      if (connection.inputHandler !== false) connection.inputHandler('DONE')
    })
  })
}

function storageOf({ mails, uidValidity }: ImapMailboxOptions) {
  const folder = (specialUse: string, messages: readonly SampleMail[] = []) => ({
    messages: messages.map((mail) => messageOf(mail, ['\\Seen'])),
    uidvalidity: uidValidity,
    'special-use': specialUse,
  })
  const inbox = mails.inbox.map((mail) => messageOf(mail, []))
  return {
    INBOX: { messages: inbox, uidvalidity: uidValidity },
    '': {
      folders: {
        Sent: folder('\\Sent', mails.sent),
        Drafts: folder('\\Drafts'),
        Archive: folder('\\Archive'),
        Junk: folder('\\Junk'),
        Trash: folder('\\Trash'),
      },
    },
  }
}

function messageOf({ text, date }: SampleMail, flags: readonly string[]): HoodiecrowMessage {
  return { raw: text, flags, internaldate: internalDate(date) }
}

/** As RFC 3501 writes it: `05-Nov-2026 09:14:00 +0000`. */
function internalDate(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ')
  return `${day}-${month}-${year} ${time} +0000`
}
