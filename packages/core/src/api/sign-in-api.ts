import { createHash } from 'node:crypto'
import { z } from 'zod'
import { secretPlace } from '../connected.ts'
import type { SecretPlace } from '../encryption.ts'
import { GuichetError } from '../errors.ts'
import type { IntegrationsApi, IntegrationView, SignInInput } from '../inbox-api.ts'
import { secret } from '../model/secret.ts'
import type { Actor } from '../model/tenant.ts'
import type { ChannelSignIn } from '../ports/accounts.ts'
import type { ChannelType } from '../ports/channel.ts'
import type { Transaction } from '../ports/storage.ts'
import { validate } from '../validate.ts'
import { type ApiContext, systemActor, within } from './api-context.ts'
import { found } from './find.ts'

/** Long enough for two-step verification and an administrator who has to be asked. */
const signInMs = 15 * 60_000

/** What is kept, sealed, while the person is at the provider's page. */
const pendingSchema = z.object({
  state: z.string(),
  verifier: z.string(),
  provider: z.string(),
  actor: z.string(),
  type: z.string(),
  name: z.string(),
  settings: z.unknown(),
  integrationId: z.string().nullable(),
})

type Pending = z.infer<typeof pendingSchema>

/** How secrets that a sign-in gave are stored: as a new integration, or into the one that was to be connected again. */
export interface SignInStore {
  create(input: Parameters<IntegrationsApi['create']>[0], actor: Actor): Promise<IntegrationView>
  update(
    id: string,
    changes: Parameters<IntegrationsApi['update']>[1],
    actor: Actor,
  ): Promise<IntegrationView>
}

/** Connecting accounts at a provider's own page. */
export function signInApi(
  ctx: ApiContext,
  store: SignInStore,
): Pick<IntegrationsApi, 'beginSignIn' | 'finishSignIn'> {
  return {
    beginSignIn: (input, actor = systemActor) => begin(ctx, input, actor),
    finishSignIn: ({ url }, actor = systemActor) => finish(ctx, store, url, actor),
  }
}

async function begin(ctx: ApiContext, input: SignInInput, actor: Actor): Promise<{ readonly url: string }> {
  const channel = ctx.channels.get(validate(z.enum(ctx.channels.types), input.type, 'type'))
  const signIn = signInOf(channel, input.provider)
  const settings = validate(channel.settings, input.settings, 'settings')
  const integrationId = input.integrationId ?? null
  if (integrationId !== null) {
    await within(ctx, (tx) => found('integration', integrationId, tx.integrations.get))
  }
  const state = Buffer.from(ctx.clock.randomBytes(32)).toString('base64url')
  const { address } = channel.identity(settings)
  const { url, verifier } = await signIn.begin({ provider: input.provider, state, address })
  const { type, provider, name } = input
  const pending: Pending = {
    ...{ state, verifier, provider, type, name, settings, integrationId },
    actor: JSON.stringify(actor),
  }
  const id = idOf(state)
  await within(ctx, async (tx) => {
    const sealed = await ctx.encryption.seal(tx, signInPlace(id), JSON.stringify(pending))
    const expiresAt = new Date(ctx.clock.now().getTime() + signInMs)
    await tx.logins.keepSignIn({ id, sealed, expiresAt })
  })
  return { url }
}

async function finish(
  ctx: ApiContext,
  store: SignInStore,
  url: string,
  actor: Actor,
): Promise<IntegrationView> {
  const state = URL.canParse(url) ? new URL(url).searchParams.get('state') : null
  const pending = state === null ? null : await within(ctx, (tx) => take(tx, ctx, idOf(state)))
  // Somebody else's sign-in, led into this person's browser, would connect the wrong mailbox to this tenant.
  if (pending === null || pending.actor !== JSON.stringify(actor)) throw expired()
  const { type, name, provider, settings, integrationId, verifier } = pending
  const channel = ctx.channels.get(type)
  const secrets = await signInOf(channel, provider).finish({ provider, state: pending.state, verifier, url })
  await channel.verify?.({
    settings: validate(channel.settings, settings, 'settings'),
    secrets: secret(secrets),
  })
  return integrationId === null
    ? store.create({ type, name, settings, secrets }, actor)
    : store.update(integrationId, { settings, secrets }, actor)
}

/** Taken once, whatever becomes of it: a second use of a code is an attack, or a browser's back button. */
async function take(tx: Transaction, ctx: ApiContext, id: string): Promise<Pending | null> {
  const kept = await tx.logins.takeSignIn(id)
  if (kept === null || kept.expiresAt.getTime() <= ctx.clock.now().getTime()) return null
  return pendingSchema.parse(JSON.parse(await ctx.encryption.open(tx, signInPlace(id), kept.sealed)))
}

function signInOf(channel: ChannelType, provider: string): ChannelSignIn<unknown> {
  if (channel.signIn?.providers.includes(provider)) return channel.signIn
  const sentence = `provider: nobody can sign in with ${provider.slice(0, 40)} for ${channel.type} on this server`
  throw new GuichetError('invalid-input', sentence, { field: 'provider', retry: 'after-fix' })
}

/** The database never holds the state itself: whoever reads it cannot finish anybody's sign-in. */
function idOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url')
}

function signInPlace(id: string): SecretPlace {
  return { ...secretPlace(id), table: 'sign_ins', column: 'sealed' }
}

function expired(): GuichetError {
  return new GuichetError(
    'authentication-failed',
    'this sign-in took too long or was used already; start again',
    {
      retry: 'after-fix',
      problems: [{ key: 'sign-in-expired', server: 'incoming', field: null, facts: {} }],
    },
  )
}
