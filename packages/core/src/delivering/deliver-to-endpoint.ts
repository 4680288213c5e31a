import type { NewInboxEvent } from '../model/event.ts'
import { type Secret, secret } from '../model/secret.ts'
import type { EndpointDelivery, WebhookEndpoint } from '../model/webhook-endpoint.ts'
import type { Clock } from '../ports/clock.ts'
import type { Job } from '../ports/jobs.ts'
import type { Transaction } from '../ports/storage.ts'
import type { DeliveringContext } from './delivering-context.ts'
import { openSecrets, signingSecrets } from './endpoint-secrets.ts'
import { type PostResult, postDelivery } from './post-delivery.ts'
import { begun, healthAfter, reasonToDisable, settled } from './settle-deliveries.ts'

/** Posts under way to one endpoint at once. */
const concurrency = 4

/** After this long without a word an attempt, and whoever made it, count as dead. */
const leaseMs = 60_000

/** Then the next job goes on, behind those of other endpoints. */
const turnMs = 20_000

/** What is posted next, and with what. */
interface Round {
  readonly endpoint: WebhookEndpoint
  readonly secrets: Secret<readonly string[]>
  readonly deliveries: readonly EndpointDelivery[]
}

/**
 * Delivers what is due to one endpoint, a few at a time, as its only worker.
 *
 *     [ attempts noted ] → network → [ outcome noted, next attempts noted ] → network → …
 *
 * Each bracket is one transaction. Whoever dies in between leaves attempts without an outcome: they are made again
 * when their time is over, with the same id, by which the receiver tells.
 */
export async function deliverToEndpoint(ctx: DeliveringContext, job: Job): Promise<void> {
  const endOfTurn = ctx.clock.now().getTime() + turnMs
  let round = await ctx.storage.transaction(job.tenant, (tx) => begin(tx, ctx, job.subject))
  while (round !== null) {
    const posted = round
    const results = await Promise.all(
      posted.deliveries.map((delivery) =>
        postDelivery(ctx, { url: posted.endpoint.url, secrets: posted.secrets }, delivery),
      ),
    )
    const goesOn = ctx.clock.now().getTime() < endOfTurn && !job.signal.aborted
    round = await ctx.storage.transaction(job.tenant, (tx) => settle(tx, ctx, posted, { results, goesOn }))
  }
}

async function begin(tx: Transaction, ctx: DeliveringContext, endpointId: string): Promise<Round | null> {
  const now = ctx.clock.now()
  const endpoint = await tx.endpoints.beginDelivering(endpointId, now, inAWhile(ctx.clock))
  if (endpoint === null) return null
  const deliveries = await takeDue(tx, ctx.clock, endpoint)
  if (deliveries.length === 0) {
    await tx.endpoints.setHealth(endpointId, { ...endpoint, restsUntil: null })
    return null
  }
  const secrets = signingSecrets(await openSecrets(tx, ctx.encryption, endpoint), now)
  return { endpoint, secrets: secret(secrets), deliveries }
}

async function takeDue(
  tx: Transaction,
  clock: Clock,
  endpoint: WebhookEndpoint,
): Promise<readonly EndpointDelivery[]> {
  const due = await tx.endpoints.dueDeliveries(endpoint.id, clock.now(), concurrency)
  const deliveries = due.map((delivery) => begun(clock, delivery, inAWhile(clock)))
  if (deliveries.length > 0) await tx.endpoints.updateDeliveries(deliveries)
  return deliveries
}

interface Posted {
  readonly results: readonly PostResult[]
  /** The turn is not over. */
  readonly goesOn: boolean
}

/** Notes what came of a round. Returns the next one; null when this turn is over or the endpoint rests. */
async function settle(
  tx: Transaction,
  ctx: DeliveringContext,
  posted: Round,
  { results, goesOn }: Posted,
): Promise<Round | null> {
  const endpoint = await tx.endpoints.getForUpdate(posted.endpoint.id)
  // Removed meanwhile, and its deliveries with it.
  if (endpoint === null) return null
  const retries = await settleDeliveries(tx, ctx.clock, results)
  const health = healthAfter(ctx.clock, endpoint, results)
  const reason = endpoint.state === 'enabled' ? reasonToDisable(ctx.clock, health, results) : null
  if (reason !== null) await disable(tx, ctx, endpoint, reason)
  const isOver = reason !== null || endpoint.state === 'disabled'
  const mayGoOn = goesOn && !isOver && health.restsUntil === null
  const deliveries = mayGoOn ? await takeDue(tx, ctx.clock, endpoint) : []
  const restsUntil = deliveries.length > 0 ? inAWhile(ctx.clock) : health.restsUntil
  await tx.endpoints.setHealth(endpoint.id, { ...health, restsUntil })
  // Each at its time; and when the rest or this turn is over, whatever else is due.
  const wakeUps = isOver || mayGoOn ? retries : [...retries, health.restsUntil]
  await tx.enqueue(wakeUps.map((startAt) => ({ queue: 'webhook', subject: endpoint.id, startAt })))
  return deliveries.length > 0 ? { ...posted, endpoint, deliveries } : null
}

/** Returns when those that failed are tried again. */
async function settleDeliveries(
  tx: Transaction,
  clock: Clock,
  results: readonly PostResult[],
): Promise<readonly Date[]> {
  const byId = new Map(results.map((result) => [result.deliveryId, result]))
  const deliveries = (await tx.endpoints.deliveriesForUpdate([...byId.keys()])).flatMap((delivery) => {
    const result = byId.get(delivery.id)
    return result === undefined ? [] : [settled(clock, delivery, result)]
  })
  await tx.endpoints.updateDeliveries(deliveries)
  return deliveries.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? [])
}

async function disable(
  tx: Transaction,
  { clock, log }: DeliveringContext,
  endpoint: WebhookEndpoint,
  because: 'gone' | 'failing',
): Promise<void> {
  await tx.endpoints.update({ ...endpoint, state: 'disabled', stateSince: clock.now(), because })
  const event: NewInboxEvent = {
    ...{ id: clock.newId(), type: 'endpoint.disabled', at: clock.now(), actor: { kind: 'system' } },
    ...{ conversationId: null, messageId: null, integrationId: null },
    data: { endpointId: endpoint.id, because },
  }
  await tx.events.append([event])
  log.warn('a webhook endpoint was disabled', { endpointId: endpoint.id, because })
}

function inAWhile(clock: Clock): Date {
  return new Date(clock.now().getTime() + leaseMs)
}
