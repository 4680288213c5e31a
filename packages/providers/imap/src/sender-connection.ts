import { type Connection, type Sender, secret } from '@guichet/core'
import { z } from 'zod'
import { type ImapSecrets, type ImapSettings, usernameOf } from './settings.ts'

/**
 * What the sender needs. Most providers take the same user name and password for sending, so where its part
 * says nothing it is offered ours; its own schemas decide whether that is what it understands. A token is
 * renewed first if it is about to end.
 */
export async function senderConnection(
  sender: Sender,
  connection: Connection<ImapSettings, ImapSecrets>,
): Promise<Connection<unknown, unknown>> {
  const { settings } = connection
  const own = z.record(z.string(), z.unknown()).safeParse(settings.smtp)
  const completed = sender.settings.safeParse({ username: usernameOf(settings), ...own.data })
  const secrets = (await connection.freshSecrets?.()) ?? connection.secrets
  const { password, oauth, smtp } = secrets.reveal()
  const offered = oauth === undefined ? { password } : { accessToken: oauth.accessToken }
  return {
    settings: completed.success ? completed.data : settings.smtp,
    secrets: secret(smtp ?? sender.secrets.parse(offered)),
  }
}
