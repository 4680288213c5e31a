import { z } from 'zod'
import { type EndpointSecrets, openSecrets, rotated, sealSecrets } from '../delivering/endpoint-secrets.ts'
import { GuichetError } from '../errors.ts'
import type {
  EndpointChanges,
  EndpointInput,
  EndpointsApi,
  EndpointView,
  EndpointWithSecret,
} from '../inbox-endpoints.ts'
import { inboxEventTypes } from '../model/event.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import type { WebhookEndpoint } from '../model/webhook-endpoint.ts'
import type { Transaction } from '../ports/storage.ts'
import type { WebhookPoster } from '../ports/webhook-poster.ts'
import { validate } from '../validate.ts'
import { type ApiContext, eventNow, systemActor, within } from './api-context.ts'
import { endpointDeliveriesApi } from './endpoint-deliveries-api.ts'
import { found } from './find.ts'

const maxEndpoints = 50

const inputSchema = z.strictObject({
  url: z.string().trim().min(1, 'a URL is needed').max(2000, 'a URL has at most 2000 characters'),
  description: z.string().trim().max(200, 'a description has at most 200 characters').optional(),
  eventTypes: z
    .array(z.enum(inboxEventTypes))
    .max(inboxEventTypes.length, 'name each event type once')
    .optional(),
})
const changesSchema = inputSchema.partial().extend({ state: z.enum(['enabled', 'disabled']).optional() })

export function endpointsApi(ctx: ApiContext): EndpointsApi {
  return {
    create: (input, actor = systemActor) => within(ctx, (tx) => create(tx, ctx, input, actor)),
    list: () => within(ctx, async (tx) => (await tx.endpoints.list()).map(view)),
    get: (id) => within(ctx, async (tx) => view(await found('endpoint', id, tx.endpoints.get))),
    update: (id, changes, actor = systemActor) =>
      within(ctx, (tx) => update(tx, ctx, id, { changes, actor })),
    remove: (id, actor = systemActor) =>
      within(ctx, async (tx) => {
        await found('endpoint', id, tx.endpoints.getForUpdate)
        await tx.endpoints.remove(id)
        await tell(tx, ctx, actor, { endpointId: id, removed: true })
      }),
    rotateSecret: (id, actor = systemActor) => within(ctx, (tx) => rotate(tx, ctx, id, actor)),
    ...endpointDeliveriesApi(ctx),
  }
}

async function create(
  tx: Transaction,
  ctx: ApiContext,
  input: EndpointInput,
  actor: Actor,
): Promise<EndpointWithSecret> {
  const { url, description = '', eventTypes = [] } = validate(inputSchema, input)
  const poster = posterOf(ctx)
  poster.check(url)
  if ((await tx.endpoints.list()).length >= maxEndpoints) {
    throw new GuichetError('conflict', `there are ${maxEndpoints} endpoints already; remove one first`)
  }
  const { position } = await tx.events.after(null, 1)
  const [id, now] = [ctx.clock.newId(), ctx.clock.now()]
  const secret = poster.secretOf(ctx.clock.randomBytes(32))
  const endpoint: WebhookEndpoint = {
    ...{ id, url, description: cleanText(description, 200), eventTypes, createdAt: now },
    ...{ state: 'enabled', stateSince: now, because: null, ...well },
    secrets: await sealSecrets(tx, ctx.encryption, id, { current: secret, previous: null }),
  }
  await tx.endpoints.insert(endpoint, position)
  await tell(tx, ctx, actor, { endpointId: id })
  return { ...view(endpoint), secret }
}

const well = { failures: 0, failingSince: null, restsUntil: null }

interface Update {
  readonly changes: EndpointChanges
  readonly actor: Actor
}

async function update(
  tx: Transaction,
  ctx: ApiContext,
  id: string,
  { changes, actor }: Update,
): Promise<EndpointView> {
  const given = validate(changesSchema, changes)
  const before = await found('endpoint', id, tx.endpoints.getForUpdate)
  const { url = before.url, state = before.state, eventTypes = before.eventTypes } = given
  if (url !== before.url) posterOf(ctx).check(url)
  const changed: WebhookEndpoint = {
    ...before,
    ...{ url, eventTypes, state },
    description: cleanText(given.description ?? before.description, 200),
    ...(state === before.state
      ? {}
      : { stateSince: ctx.clock.now(), because: state === 'disabled' ? 'person' : null }),
  }
  await tx.endpoints.update(changed)
  await tell(tx, ctx, actor, { endpointId: id, state })
  if (state === before.state && url === before.url) return view(changed)
  // A new chance: nothing that happened before counts, and what waits is tried at once.
  await tx.endpoints.setHealth(id, well)
  await tx.enqueue([{ queue: 'webhook', subject: id, startAt: null }])
  return view({ ...changed, ...well })
}

async function rotate(
  tx: Transaction,
  ctx: ApiContext,
  id: string,
  actor: Actor,
): Promise<EndpointWithSecret> {
  const before = await found('endpoint', id, tx.endpoints.getForUpdate)
  const secret = posterOf(ctx).secretOf(ctx.clock.randomBytes(32))
  const stored: EndpointSecrets = await openSecrets(tx, ctx.encryption, before)
  const secrets = await sealSecrets(tx, ctx.encryption, id, rotated(stored, secret, ctx.clock.now()))
  await tx.endpoints.update({ ...before, secrets })
  await tell(tx, ctx, actor, { endpointId: id, secretRotated: true })
  return { ...view(before), secret }
}

async function tell(
  tx: Transaction,
  ctx: ApiContext,
  actor: Actor,
  data: Readonly<Record<string, string | boolean>>,
): Promise<void> {
  await tx.events.append([eventNow(ctx, { type: 'endpoint.changed', actor, data })])
}

function posterOf({ poster }: ApiContext): WebhookPoster {
  if (poster !== undefined) return poster
  throw new GuichetError(
    'invalid-configuration',
    'this inbox delivers no events: give createInbox({ webhooks: webhookPoster() }) of @guichet/webhook',
    { field: 'webhooks', retry: 'after-fix' },
  )
}

function view({ secrets: _hidden, ...visible }: WebhookEndpoint): EndpointView {
  return visible
}
