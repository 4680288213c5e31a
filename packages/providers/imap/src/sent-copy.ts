import type { Connection, OutboundMessage, SentCopy } from '@guichet/core'
import { composeMessage } from '@guichet/mail-composer'
import { sentFolder } from './choose-folders.ts'
import { type Account, type ConnectOptions, connect } from './connect.ts'
import { imapError, protocolError } from './errors.ts'
import { openFolder } from './folder.ts'
import { needsCopy } from './needs-copy.ts'
import { search } from './search.ts'
import type { ImapSecrets, ImapSettings } from './settings.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * Puts a copy of a message that was sent into the folder of sent mail, unless a message of its Message-ID lies there:
 * so it may be asked twice. Uses a connection of its own, for as long as it takes: servers count them.
 */
export async function fileSent(
  connection: Connection<ImapSettings, ImapSecrets>,
  message: OutboundMessage,
  options: ConnectOptions & { readonly signal: AbortSignal },
): Promise<SentCopy> {
  if (!needsCopy(connection.settings)) return 'not-needed'
  const { raw } = await composeMessage(message)
  const { signal } = options
  const account = await connect(connection, options)
  const { client, endpoint } = account
  const stop = () => client.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) throw imapError({ code: 'NoConnection' }, endpoint)
    const copy = await fileOnce(account, raw, message)
    await client.logout()
    return copy
  } catch (error) {
    throw imapError(error, endpoint)
  } finally {
    signal.removeEventListener('abort', stop)
    client.close()
  }
}

async function fileOnce(account: Account, raw: Buffer, message: OutboundMessage): Promise<SentCopy> {
  const { client, endpoint } = account
  // As mail programs do where nothing was ever sent; imapflow puts it below the server's prefix.
  const path = (await sentFolder(account)) ?? (await client.mailboxCreate('Sent')).path
  if (await lies(account, path, message)) return 'already-there'
  // In a folder that was opened to read, no flag may be set, and imapflow would leave it out.
  await client.mailboxClose()
  const appended = await client.append(path, raw, ['\\Seen'], message.date)
  if (!appended) throw protocolError('did not take the copy of a sent message; it is tried again', endpoint)
  return 'filed'
}

/** By our own header as well: a provider that files copies may have written its own Message-ID. */
async function lies(account: Account, path: string, { mailId, date }: OutboundMessage): Promise<boolean> {
  const folder = await openFolder(account, path)
  try {
    if (folder.snapshot.exists === 0) return false
    // Two days back are enough for every time zone and clock, and spare servers without an index the whole folder.
    const since = new Date(date.getTime() - 2 * dayMs)
    const headers = ['message-id', 'x-guichet-message-id']
    const or = headers.map((header) => ({ header: { [header]: `<${mailId}>` } }))
    return (await search(account, { since, or })).length > 0
  } finally {
    folder.release()
  }
}
