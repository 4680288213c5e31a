import {
  type ChannelType,
  type Connection,
  type HostOptions,
  isGuichetError,
  type MailAccounts,
  type OutboundMessage,
  type Sender,
} from '@guichet/core'
import { type ConnectOptions, type TlsOptions, usualSilenceMs } from './connect.ts'
import { explain, ofSender } from './explain.ts'
import { listen } from './listen.ts'
import { readAttachment } from './mime/read-attachment.ts'
import { readContent } from './mime/read-content.ts'
import { parserThread } from './parser-thread.ts'
import { authenticateMail, type SenderCheckOptions } from './sender/authenticate-mail.ts'
import { senderConnection } from './sender-connection.ts'
import { fileSent } from './sent-copy.ts'
import { type ImapSecrets, type ImapSettings, secretsSchema, settingsSchema } from './settings.ts'
import { signInAbilities } from './sign-in.ts'
import { verify } from './verify.ts'

export interface ImapOptions extends HostOptions {
  /** Sends the answers; without it integrations of this type can only receive. */
  readonly sender?: Sender
  /** Finds settings for an address and signs people in: `mailAccounts()` of `@guichet/mail-accounts`. */
  readonly accounts?: MailAccounts
  readonly tls?: TlsOptions
  /** Reads a raw message; the parser of this package, which reads large ones in a thread, unless told. */
  readonly parse?: ChannelType['parse']
  /** How it is found out who really sent a mail that the mailbox provider says nothing about. */
  readonly senderCheck?: SenderCheckOptions
  /** Messages fetched and stored together at most; 500 unless told. */
  readonly windowSize?: number
  /** How long a server may say nothing before the connection counts as dead; two minutes unless told. */
  readonly silenceMs?: number
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
  const { sender, accounts, tls = {}, parse = parserThread() } = options
  const size = options.windowSize ?? defaultWindowSize
  const limits = {
    size,
    firstSize: Math.min(size, firstWindowSize),
    bytes: windowBytes,
    inMemoryBytes: options.maxInMemoryBytes ?? 4 * megabyte,
    perTurn: windowsPerTurn,
  }
  const connecting = {
    ...{ tls, limits, defects: new Set<string>() },
    silenceMs: options.silenceMs ?? usualSilenceMs,
    hosts: options,
  }
  return {
    type: 'imap',
    medium: 'email',
    settings: settingsSchema(sender),
    secrets: secretsSchema(sender),
    identity: ({ address, name }) => ({ address, name }),
    aliases: ({ aliases = [] }) => aliases,
    subaddressing: ({ subaddressing }) => subaddressing ?? null,
    parse,
    content: readContent,
    attachment: readAttachment,
    listen: (session) => explaining(accounts, () => listen(session, connecting)),
    verify: (connection) => explaining(accounts, () => verify(connection, sender, connecting)),
    authenticate: authenticateMail(options.senderCheck),
    ...(accounts === undefined ? {} : signInAbilities(accounts)),
    ...(sender === undefined ? {} : sending(sender, connecting, accounts)),
  }
}

type Sending = Pick<ChannelType<ImapSettings, ImapSecrets>, 'send' | 'close' | 'fileSent'>

function sending(sender: Sender, connecting: ConnectOptions, accounts: MailAccounts | undefined): Sending {
  return {
    ...(sender.close === undefined ? {} : { close: sender.close }),
    fileSent: (connection, message, signal) => fileSent(connection, message, { ...connecting, signal }),
    send: (connection: ImapConnection, message: OutboundMessage) =>
      explaining(accounts, async () => {
        try {
          return await sender.send(await senderConnection(sender, connection), message)
        } catch (error) {
          throw isGuichetError(error) ? ofSender(error, connection) : error
        }
      }),
  }
}

/** Errors leave with what is known about the provider. */
async function explaining<Answer>(
  accounts: MailAccounts | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    throw explain(error, accounts)
  }
}
