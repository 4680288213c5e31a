import { type Connected, secretPlace } from './connected.ts'
import { GuichetError, isRetryable, toGuichetError } from './errors.ts'
import { type Secret, secret } from './model/secret.ts'
import type { TenantId } from './model/tenant.ts'
import type { SecretRenewal } from './ports/accounts.ts'
import type { ChannelType } from './ports/channel.ts'
import type { Transaction } from './ports/storage.ts'
import { validate } from './validate.ts'

/** Refreshing this early leaves time for a login, a slow clock and a provider that is away for a moment. */
const marginMs = 5 * 60_000
const renewalLeaseMs = 30_000
const waitingMs = 200
const patienceMs = 40_000

/** Whose secrets. */
export interface Owner {
  readonly tenant: TenantId
  readonly integrationId: string
  readonly channel: ChannelType
  readonly renewal: SecretRenewal<unknown>
}

/** What is stored, and whether this caller is to renew it. */
interface Look {
  readonly sealed: string
  readonly secrets: unknown
  readonly state: 'fresh' | 'ours' | 'theirs'
}

/**
 * The secrets of an integration, renewed when they are about to end or have just been refused. Of all processes one
 * asks the provider, the others wait for what it stores. New secrets are stored before anybody uses them, and only
 * over those they were made from: an account that a person changes meanwhile stays as the person wants it.
 */
export async function freshSecrets(
  ctx: Connected,
  owner: Owner,
  refused: Secret<unknown> | null,
): Promise<Secret<unknown>> {
  const until = ctx.clock.now().getTime() + patienceMs
  while (ctx.clock.now().getTime() < until) {
    const found = await ctx.storage.transaction(owner.tenant, (tx) => look(tx, ctx, owner, refused))
    if (found.state === 'fresh') return secret(found.secrets)
    if (found.state === 'ours') {
      const renewed = await renew(ctx, owner, found, refused)
      if (renewed !== null) return renewed
    } else {
      await ctx.clock.sleep(waitingMs)
    }
  }
  throw new GuichetError(
    'host-unreachable',
    'another process takes too long to renew the login of this account',
    {
      retry: 'later',
    },
  )
}

async function look(
  tx: Transaction,
  ctx: Connected,
  { integrationId, channel, renewal }: Owner,
  refused: Secret<unknown> | null,
): Promise<Look> {
  const integration = await tx.integrations.get(integrationId)
  if (integration === null) throw new GuichetError('lease-lost', 'the integration was removed')
  const sealed = integration.secrets
  const plain: unknown = JSON.parse(await ctx.encryption.open(tx, secretPlace(integrationId), sealed))
  const secrets = validate(channel.secrets, plain, 'secrets')
  const endsAt = renewal.expiresAt(secrets)
  if (endsAt === null) return { sealed, secrets, state: 'fresh' }
  const isRefused = refused !== null && isSame(secrets, refused.reveal())
  const isDue = endsAt.getTime() - ctx.clock.now().getTime() < marginMs
  if (!isRefused && !isDue) return { sealed, secrets, state: 'fresh' }
  const isOurs = await tx.logins.beginRenewal(integrationId, renewalLeaseMs)
  return { sealed, secrets, state: isOurs ? 'ours' : 'theirs' }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Null when the account was changed while the provider was asked: what is stored now counts. */
async function renew(
  ctx: Connected,
  owner: Owner,
  { sealed, secrets }: Look,
  refused: Secret<unknown> | null,
): Promise<Secret<unknown> | null> {
  const { tenant, integrationId, channel, renewal } = owner
  let renewed: unknown
  try {
    renewed = validate(channel.secrets, await renewal.renew(secret(secrets)), 'secrets')
  } catch (error) {
    await ctx.storage.transaction(tenant, (tx) => tx.logins.endRenewal(integrationId))
    // What is good for some minutes more is not thrown away because the provider is busy.
    const isStillGood = (renewal.expiresAt(secrets)?.getTime() ?? 0) > ctx.clock.now().getTime()
    if (refused === null && isStillGood && isRetryable(error)) return secret(secrets)
    throw toGuichetError(error)
  }
  const isStored = await stored(ctx, () =>
    ctx.storage.transaction(tenant, async (tx) => {
      const after = await ctx.encryption.seal(tx, secretPlace(integrationId), JSON.stringify(renewed))
      const isReplaced = await tx.logins.replaceSecrets(integrationId, sealed, after)
      await tx.logins.endRenewal(integrationId)
      return isReplaced
    }),
  )
  return isStored ? secret(renewed) : null
}

const storingPausesMs = [500, 1_000, 2_000, 4_000]

/** A refresh token that was rotated exists nowhere else by now: the database gets several chances to take it. */
async function stored(ctx: Connected, store: () => Promise<boolean>): Promise<boolean> {
  for (const pauseMs of storingPausesMs) {
    try {
      return await store()
    } catch (error) {
      if (!isRetryable(error)) throw error
      await ctx.clock.sleep(pauseMs)
    }
  }
  return store()
}
