import type { Channels } from './channels.ts'
import type { Encryption, SecretPlace } from './encryption.ts'
import type { Integration } from './model/integration.ts'
import { secret } from './model/secret.ts'
import type { ChannelType, Connection } from './ports/channel.ts'
import type { Transaction } from './ports/storage.ts'
import { validate } from './validate.ts'

export interface OpenedConnection {
  readonly channel: ChannelType
  readonly connection: Connection<unknown, unknown>
}

/** Where the secrets of an integration live, for the ciphertext's associated data. */
export function secretPlace(integrationId: string): SecretPlace {
  return { table: 'integrations', column: 'secrets', rowId: integrationId }
}

/** An integration's settings and secrets, checked again by its channel type: a schema may have grown since. */
export async function openConnection(
  tx: Transaction,
  ctx: { readonly channels: Channels; readonly encryption: Encryption },
  integration: Integration,
): Promise<OpenedConnection> {
  const channel = ctx.channels.get(integration.type)
  const sealed: unknown = JSON.parse(
    await ctx.encryption.open(tx, secretPlace(integration.id), integration.secrets),
  )
  return {
    channel,
    connection: {
      settings: validate(channel.settings, integration.settings, 'settings'),
      secrets: secret(validate(channel.secrets, sealed, 'secrets')),
    },
  }
}
