import { type Connected, secretPlace } from './connected.ts'
import type { Integration } from './model/integration.ts'
import { type Secret, secret } from './model/secret.ts'
import type { ChannelType, Connection } from './ports/channel.ts'
import type { Transaction } from './ports/storage.ts'
import { freshSecrets } from './renew-secrets.ts'
import { validate } from './validate.ts'

export interface OpenedConnection {
  readonly channel: ChannelType
  readonly connection: Connection<unknown, unknown>
}

/** An integration's settings and secrets, checked again by its channel type: a schema may have grown since. */
export async function openConnection(
  tx: Transaction,
  ctx: Connected,
  integration: Integration,
): Promise<OpenedConnection> {
  const channel = ctx.channels.get(integration.type)
  const sealed: unknown = JSON.parse(
    await ctx.encryption.open(tx, secretPlace(integration.id), integration.secrets),
  )
  const secrets = secret(validate(channel.secrets, sealed, 'secrets'))
  const { renewal } = channel
  const { tenant } = tx
  const owner = { tenant, integrationId: integration.id, channel }
  return {
    channel,
    connection: {
      tenant,
      settings: validate(channel.settings, integration.settings, 'settings'),
      secrets,
      // Not now: the transaction is still open, and asking a provider is network.
      freshSecrets: async (refused?: Secret<unknown>) =>
        renewal === undefined ? secrets : freshSecrets(ctx, { ...owner, renewal }, refused ?? null),
    },
  }
}
