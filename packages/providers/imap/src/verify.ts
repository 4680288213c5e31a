import { type Connection, type GuichetError, type Sender, toGuichetError } from '@guichet/core'
import { chooseFolders } from './choose-folders.ts'
import { type ConnectOptions, connect } from './connect.ts'
import { imapError } from './errors.ts'
import { ofSender, together } from './explain.ts'
import { openFolder } from './folder.ts'
import { senderConnection } from './sender-connection.ts'
import type { ImapSecrets, ImapSettings } from './settings.ts'

type ImapConnection = Connection<ImapSettings, ImapSecrets>

/** Tries both servers and throws one error about all that is wrong, so that people correct it in one go. */
export async function verify(
  connection: ImapConnection,
  sender: Sender | undefined,
  options: ConnectOptions,
): Promise<void> {
  const incoming = await problemOf(() => verifyIncoming(connection, options))
  // The same password a second time would only bring the account nearer to being locked.
  const wouldRepeat =
    incoming?.code === 'authentication-failed' && connection.secrets.reveal().smtp === undefined
  const outgoing = wouldRepeat ? null : await problemOf(() => verifyOutgoing(connection, sender))
  const error = together(incoming, outgoing === null ? null : ofSender(outgoing, connection))
  if (error !== null) throw error
}

async function problemOf(work: () => Promise<void>): Promise<GuichetError | null> {
  try {
    await work()
    return null
  } catch (error) {
    return toGuichetError(error)
  }
}

async function verifyIncoming(connection: ImapConnection, options: ConnectOptions): Promise<void> {
  const account = await connect(connection, options)
  try {
    const { folders, problems } = await chooseFolders(account, connection.settings.folders, new Map())
    const [problem] = problems
    if (problem !== undefined) throw problem
    for (const { path } of folders) (await openFolder(account, path)).release()
    await account.client.logout()
  } catch (error) {
    throw imapError(error, account.endpoint)
  } finally {
    account.client.close()
  }
}

async function verifyOutgoing(connection: ImapConnection, sender: Sender | undefined): Promise<void> {
  if (sender?.verify === undefined) return
  await sender.verify(await senderConnection(sender, connection))
}
