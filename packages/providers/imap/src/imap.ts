import { type ChannelType, type Connection, type OutboundMessage, type Sender, secret } from '@guichet/core'
import { z } from 'zod'
import { connect, type TlsOptions } from './connect.ts'
import { openFolder } from './folder.ts'
import { listen } from './listen.ts'
import { parserThread } from './parser-thread.ts'
import { type ImapSecrets, type ImapSettings, secretsSchema, settingsSchema, usernameOf } from './settings.ts'

export interface ImapOptions {
  /** Sends the answers; without it integrations of this type can only receive. */
  readonly sender?: Sender
  readonly tls?: TlsOptions
  /** Reads a raw message; the parser of this package, which reads large ones in a thread, unless told. */
  readonly parse?: ChannelType['parse']
  /** Messages fetched and stored together at most; 500 unless told. */
  readonly windowSize?: number
  /** A larger message is streamed instead of held in memory; 4 MB unless told. */
  readonly maxInMemoryBytes?: number
}

const megabyte = 1024 * 1024
const defaultWindowSize = 500
const firstWindowSize = 50
const windowBytes = 16 * megabyte
const windowsPerTurn = 20

type ImapConnection = Connection<ImapSettings, ImapSecrets>

/** Mailboxes over IMAP: history and new mail in, answers out through the sender. */
export function imap(options: ImapOptions = {}): ChannelType<ImapSettings, ImapSecrets> {
  const { sender, tls = {}, parse = parserThread() } = options
  const size = options.windowSize ?? defaultWindowSize
  const limits = {
    size,
    firstSize: Math.min(size, firstWindowSize),
    bytes: windowBytes,
    inMemoryBytes: options.maxInMemoryBytes ?? 4 * megabyte,
    perTurn: windowsPerTurn,
  }
  return {
    type: 'imap',
    medium: 'email',
    settings: settingsSchema(sender),
    secrets: secretsSchema(sender),
    identity: ({ address, name }) => ({ address, name }),
    subaddressing: ({ subaddressing }) => subaddressing ?? null,
    parse,
    listen: (session) => listen(session, { tls, limits }),
    async verify(connection) {
      await verifyFolders(connection, tls)
      await sender?.verify?.(senderConnection(sender, connection))
    },
    ...(sender === undefined ? {} : sending(sender)),
  }
}

function sending(sender: Sender): Required<Pick<ChannelType<ImapSettings, ImapSecrets>, 'send'>> {
  return {
    send: (connection: ImapConnection, message: OutboundMessage) =>
      sender.send(senderConnection(sender, connection), message),
  }
}

/**
 * What the sender needs. Most providers take the same user name and password for sending, so where its part
 * says nothing it is offered ours; its own schemas decide whether that is what it understands.
 */
function senderConnection(
  sender: Sender,
  { settings, secrets }: ImapConnection,
): Connection<unknown, unknown> {
  const own = z.record(z.string(), z.unknown()).safeParse(settings.smtp)
  const completed = sender.settings.safeParse({ username: usernameOf(settings), ...own.data })
  const { password, smtp } = secrets.reveal()
  return {
    settings: completed.success ? completed.data : settings.smtp,
    secrets: secret(smtp ?? sender.secrets.parse({ password })),
  }
}

async function verifyFolders(connection: ImapConnection, tls: TlsOptions): Promise<void> {
  const account = await connect(connection, tls)
  try {
    for (const path of connection.settings.folders) (await openFolder(account, path)).release()
    await account.client.logout()
  } finally {
    account.client.close()
  }
}
