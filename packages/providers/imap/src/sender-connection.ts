import { type Connection, type Secret, type Sender, secret } from '@guichet/core'
import { z } from 'zod'
import { type ImapSecrets, type ImapSettings, usernameOf } from './settings.ts'

/**
 * What the sender needs. Most providers take the same user name and password for sending, so where its part
 * says nothing it is offered ours; its own schemas decide whether that is what it understands. A token is
 * renewed first if it is about to end, and again when the sender's server refuses it.
 */
export async function senderConnection(
  sender: Sender,
  connection: Connection<ImapSettings, ImapSecrets>,
): Promise<Connection<unknown, unknown>> {
  const { settings, tenant } = connection
  const own = z.record(z.string(), z.unknown()).safeParse(settings.smtp)
  const completed = sender.settings.safeParse({ username: usernameOf(settings), ...own.data })
  const secrets = (await connection.freshSecrets?.()) ?? connection.secrets
  const { smtp, oauth } = secrets.reveal()
  const found = {
    ...(tenant === undefined ? {} : { tenant }),
    settings: completed.success ? completed.data : settings.smtp,
    secrets: smtp === undefined ? offered(sender, secrets) : secret(smtp),
  }
  const { freshSecrets } = connection
  if (smtp !== undefined || oauth === undefined || freshSecrets === undefined) return found
  return { ...found, freshSecrets: async () => offered(sender, await freshSecrets(secrets)) }
}

/** Our secrets as the sender's. */
function offered(sender: Sender, secrets: Secret<ImapSecrets>): Secret<unknown> {
  const { password, oauth } = secrets.reveal()
  return secret(sender.secrets.parse(oauth === undefined ? { password } : { accessToken: oauth.accessToken }))
}
