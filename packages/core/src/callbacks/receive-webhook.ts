import { createHash } from 'node:crypto'
import type { Connected } from '../connected.ts'
import { GuichetError, toGuichetError } from '../errors.ts'
import type { Log } from '../ports/log.ts'
import type { ReceiveWebhook, VerifiedCallback, WebhookRequest, WebhookTarget } from '../ports/webhook.ts'
import { type FindReceivers, findReceivers, type Receiver } from './find-receivers.ts'
import { type Keep, keepInTurns } from './keep-in-turns.ts'
import { type WarnSeldom, warnSeldom } from './warn-seldom.ts'

interface Desk {
  readonly find: FindReceivers
  readonly keep: Keep
  readonly warn: WarnSeldom
}

interface Proven {
  readonly receiver: Receiver
  readonly callback: VerifiedCallback
}

/**
 * The way of a request: whose is it → who sent it → keep it. Nothing here understands it; that is for the worker (see
 * `drain-callbacks.ts`), after the answer. A paused integration still keeps what it is told.
 */
export function receiveWebhook(ctx: Connected & { readonly log: Log }): ReceiveWebhook {
  const desk: Desk = {
    find: findReceivers(ctx),
    keep: keepInTurns(ctx.storage),
    warn: warnSeldom(ctx.clock, ctx.log),
  }
  return async (target, request) => {
    const { receiver, callback } = await prove(desk, target, request)
    const { tenant, integrationId } = receiver
    const { receivedAt } = request
    const outcome = await desk.keep(tenant, { ...nameable(callback), integrationId, receivedAt })
    if (outcome === 'gone') {
      desk.find.forget(target, request)
      throw nobody(target)
    }
    if (outcome === 'conflict')
      desk.warn(`conflict ${integrationId}`, 'a callback came again with other content', { integrationId })
    return outcome
  }
}

/** Secrets that were rotated a moment ago are not in memory yet: who is refused with those is asked once more. */
async function prove(desk: Desk, target: WebhookTarget, request: WebhookRequest): Promise<Proven> {
  const remembered = await desk.find(target, request, false)
  const first = verifyAny(remembered.all, request)
  if ('callback' in first) return first
  const receivers = remembered.areFresh ? remembered : await desk.find(target, request, true)
  const second = remembered.areFresh ? first : verifyAny(receivers.all, request)
  if ('callback' in second) return second
  throw refusal(desk, target, receivers.all, second)
}

interface Refused {
  readonly refusals: readonly GuichetError[]
}

/** Several tenants may claim one number: it is whose secret the sender knows. */
function verifyAny(all: readonly (Receiver | GuichetError)[], request: WebhookRequest): Proven | Refused {
  const refusals: GuichetError[] = []
  for (const receiver of all) {
    if (!('webhook' in receiver)) {
      refusals.push(receiver)
      continue
    }
    try {
      return { receiver, callback: receiver.webhook.verify(request, receiver.connection) }
    } catch (error) {
      refusals.push(toGuichetError(error))
    }
  }
  return { refusals }
}

/** What the sender is told. Our own failures first, then what asks for a repetition: a message may be in it. */
function refusal(
  { warn }: Desk,
  target: WebhookTarget,
  all: readonly (Receiver | GuichetError)[],
  { refusals }: Refused,
): GuichetError {
  const where = 'address' in target ? target.address : target.integrationId
  const [first] = refusals
  if (first === undefined) {
    if ('address' in target) warn(`unknown ${where}`, 'a webhook came for nobody here', { address: where })
    return nobody(target)
  }
  const ours = refusals.find(({ code }) => code !== 'signature-refused')
  const [receiver] = all.filter((one) => 'webhook' in one)
  const integrationId = receiver?.integrationId ?? null
  const { code } = ours ?? first
  warn(`refused ${code} ${integrationId ?? where}`, 'a webhook was refused', { integrationId, code })
  return ours ?? refusals.find(({ retry }) => retry === 'later') ?? first
}

/** At an address of its own nobody will ever be; a shared one may just not know the number yet. */
function nobody(target: WebhookTarget): GuichetError {
  const sentence = 'no integration is called at this address'
  return new GuichetError('not-found', sentence, { retry: 'address' in target ? 'later' : 'never' })
}

/** Any id fits into an index and a log. */
function nameable(callback: VerifiedCallback): VerifiedCallback {
  const { callbackId, content, contentType } = callback
  const isPlain = /^[\x20-\x7e]{1,200}$/.test(callbackId)
  const hash = () => `sha256:${createHash('sha256').update(callbackId).digest('hex')}`
  return {
    callbackId: isPlain ? callbackId : hash(),
    ...{ content, contentType: contentType.replaceAll('\0', '').slice(0, 200) },
  }
}
