import { z } from 'zod'
import { secretPlace } from '../connected.ts'
import type { IntegrationChanges, IntegrationInput, IntegrationsApi, IntegrationView } from '../inbox-api.ts'
import type { Integration } from '../model/integration.ts'
import { secret } from '../model/secret.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import type { Discovery } from '../ports/accounts.ts'
import type { Transaction } from '../ports/storage.ts'
import { releaseSends } from '../sending/leaving/hold-sends.ts'
import { tenantFolders } from '../system-folders.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'
import { found } from './find.ts'
import { gapReportOf } from './gap-report.ts'
import { channelTypes, integrationView } from './integration-view.ts'
import { signInApi } from './sign-in-api.ts'

const nameSchema = z
  .string()
  .trim()
  .min(1, 'an integration needs a name')
  .max(80, 'a name has at most 80 characters')
const intervalSchema = z.int().min(30, 'at least 30 seconds').max(86_400, 'at most a day, 86 400 seconds')
const defaultIntervalSeconds = 300
const addressText = z.string().trim().min(3, 'an address is needed').max(320, 'at most 320 characters')

export function integrationsApi(ctx: ApiContext): IntegrationsApi {
  return {
    create: (input, actor = systemActor) => within(ctx, (tx) => create(tx, ctx, input, actor)),
    types: () => channelTypes(ctx.channels),
    get: (id) =>
      within(ctx, async (tx) =>
        integrationView(tx, ctx, await found('integration', id, tx.integrations.get)),
      ),
    list: () =>
      within(ctx, async (tx) => {
        const views: IntegrationView[] = []
        for (const one of await tx.integrations.list()) views.push(await integrationView(tx, ctx, one))
        return views
      }),
    update: (id, changes, actor = systemActor) =>
      within(ctx, (tx) => update(tx, ctx, id, { changes, actor })),
    remove: (id, actor = systemActor) => within(ctx, (tx) => remove(tx, ctx, id, actor)),
    verify: (input) => verify(ctx, input),
    discover: (input) => discover(ctx, input),
    ...signInApi(ctx, {
      create: (input, actor) => within(ctx, (tx) => create(tx, ctx, input, actor)),
      update: (id, changes, actor) => within(ctx, (tx) => update(tx, ctx, id, { changes, actor })),
    }),
    requestSync: (id) =>
      within(ctx, async (tx) => {
        const integration = await found('integration', id, tx.integrations.get)
        await tx.integrations.requestSync(integration.id)
      }),
    gapReport: (id) => within(ctx, (tx) => gapReportOf(tx, id)),
    requestSyncAll: () =>
      within(ctx, async (tx) => {
        for (const { id } of await tx.integrations.list()) await tx.integrations.requestSync(id)
      }),
  }
}

async function create(
  tx: Transaction,
  ctx: ApiContext,
  input: IntegrationInput,
  actor: Actor,
): Promise<IntegrationView> {
  const name = cleanText(validate(nameSchema, input.name, 'name'), 80)
  const intervalSeconds = validate(
    intervalSchema,
    input.intervalSeconds ?? defaultIntervalSeconds,
    'intervalSeconds',
  )
  const checked = check(ctx, input)
  const id = ctx.clock.newId()
  const integration: Integration = {
    ...{ id, type: input.type, name, intervalSeconds, settings: checked.settings, paused: false },
    ...{
      lastSyncAt: null,
      lastSyncStatus: null,
      lastSyncError: null,
      lastSyncProblem: null,
      sendError: null,
      sendProblem: null,
      sendHeldUntil: null,
      createdAt: ctx.clock.now(),
    },
    secrets: await ctx.encryption.seal(tx, secretPlace(id), JSON.stringify(checked.secrets)),
  }
  await tenantFolders(tx)
  await tx.integrations.insert(integration)
  await setRoutes(tx, ctx, integration)
  await tx.events.append([eventNow(ctx, { type: 'integration.changed', actor, integrationId: id })])
  return integrationView(tx, ctx, integration)
}

interface Update {
  readonly changes: IntegrationChanges
  readonly actor: Actor
}

async function update(
  tx: Transaction,
  ctx: ApiContext,
  id: string,
  { changes, actor }: Update,
): Promise<IntegrationView> {
  const before = await found('integration', id, tx.integrations.get)
  const channel = ctx.channels.get(before.type)
  const after: Integration = {
    ...before,
    name:
      changes.name === undefined ? before.name : cleanText(validate(nameSchema, changes.name, 'name'), 80),
    settings:
      changes.settings === undefined
        ? before.settings
        : validate(channel.settings, changes.settings, 'settings'),
    secrets:
      changes.secrets === undefined ? before.secrets : await sealSecrets(tx, ctx, before, changes.secrets),
    intervalSeconds:
      changes.intervalSeconds === undefined
        ? before.intervalSeconds
        : validate(intervalSchema, changes.intervalSeconds, 'intervalSeconds'),
    paused: changes.paused ?? before.paused,
  }
  await tx.integrations.update(after)
  await setRoutes(tx, ctx, after)
  const data = { paused: after.paused }
  await tx.events.append([eventNow(ctx, { type: 'integration.changed', actor, integrationId: id, data })])
  if (!mayHelp(before, changes) || before.sendError === null) return integrationView(tx, ctx, after)
  await releaseSends(tx, ctx, id)
  return integrationView(tx, ctx, await found('integration', id, tx.integrations.get))
}

/** What a person does after he was told that the login is refused. */
function mayHelp(before: Integration, { settings, secrets, paused }: IntegrationChanges): boolean {
  return settings !== undefined || secrets !== undefined || (before.paused && paused === false)
}

async function sealSecrets(
  tx: Transaction,
  ctx: ApiContext,
  before: Integration,
  secrets: unknown,
): Promise<string> {
  const checked = validate(ctx.channels.get(before.type).secrets, secrets, 'secrets')
  return ctx.encryption.seal(tx, secretPlace(before.id), JSON.stringify(checked))
}

async function remove(tx: Transaction, ctx: ApiContext, id: string, actor: Actor): Promise<void> {
  await found('integration', id, tx.integrations.get)
  await tx.integrations.remove(id)
  await tx.events.append([
    eventNow(ctx, { type: 'integration.changed', actor, integrationId: id, data: { removed: true } }),
  ])
}

async function verify(ctx: ApiContext, input: Parameters<IntegrationsApi['verify']>[0]): Promise<void> {
  const { settings, secrets } = check(ctx, input)
  await ctx.channels.get(input.type).verify?.({ settings, secrets: secret(secrets) })
}

async function discover(
  ctx: ApiContext,
  input: Parameters<IntegrationsApi['discover']>[0],
): Promise<Discovery> {
  const channel = ctx.channels.get(validate(z.enum(ctx.channels.types), input.type, 'type'))
  const address = validate(addressText, input.address, 'address')
  return (await channel.discover?.(address)) ?? { address, candidates: [] }
}

function check(
  ctx: ApiContext,
  input: Pick<IntegrationInput, 'type' | 'settings' | 'secrets'>,
): {
  readonly settings: unknown
  readonly secrets: unknown
} {
  const channel = ctx.channels.get(validate(z.enum(ctx.channels.types), input.type, 'type'))
  return {
    settings: validate(channel.settings, input.settings, 'settings'),
    secrets: validate(channel.secrets, input.secrets, 'secrets'),
  }
}

/** More would be a phone book. */
const mostRoutes = 50
const longestRoute = 200

/** How it is found at the address that it shares with others. */
async function setRoutes(tx: Transaction, { channels }: ApiContext, integration: Integration): Promise<void> {
  const { id, type, settings } = integration
  const { webhook } = channels.get(type)
  if (webhook?.routes === undefined) return
  const keys = webhook.routes(settings).filter((key) => key.length <= longestRoute)
  await tx.integrations.setRoutes(id, type, keys.slice(0, mostRoutes))
}
