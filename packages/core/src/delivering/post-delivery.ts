import { isGuichetError } from '../errors.ts'
import type { Secret } from '../model/secret.ts'
import type { DeliveryAttempt, EndpointDelivery } from '../model/webhook-endpoint.ts'
import type { WebhookAnswer, WebhookPost } from '../ports/webhook-poster.ts'
import type { DeliveringContext } from './delivering-context.ts'

/** A receiver that has not answered by then is asked again later. */
const deadlineMs = 15_000

/** What came of one POST. */
export interface PostResult extends Omit<DeliveryAttempt, 'at'> {
  readonly deliveryId: string
  readonly retryAfterMs: number | null
}

/** Posts one event. Never throws: what went wrong is what came of it. */
export async function postDelivery(
  ctx: DeliveringContext,
  target: { readonly url: string; readonly secrets: Secret<readonly string[]> },
  delivery: EndpointDelivery,
): Promise<PostResult> {
  const at = ctx.clock.now()
  const post = { ...target, id: delivery.eventId, at, body: delivery.payload }
  const result = await answerOf(ctx, post)
  const durationMs = ctx.clock.now().getTime() - at.getTime()
  return { deliveryId: delivery.id, durationMs, ...result }
}

type Answered = Pick<PostResult, 'status' | 'error' | 'excerpt' | 'retryAfterMs'>

async function answerOf(ctx: DeliveringContext, post: WebhookPost): Promise<Answered> {
  const noAnswer = { status: null, excerpt: '', retryAfterMs: null }
  try {
    const answer = await withinTime(ctx, post)
    if (answer === null)
      return { ...noAnswer, error: `the receiver did not answer within ${deadlineMs / 1000} seconds` }
    const isTaken = answer.status >= 200 && answer.status < 300
    return {
      ...answer,
      error: isTaken ? null : `the receiver answered ${answer.status} where only a 2xx counts`,
    }
  } catch (error) {
    return {
      ...noAnswer,
      error: isGuichetError(error) ? error.message : 'the request broke off before it was answered',
    }
  }
}

async function withinTime(ctx: DeliveringContext, post: WebhookPost): Promise<WebhookAnswer | null> {
  const [late, settled] = [new AbortController(), new AbortController()]
  const deadline = ctx.clock.sleep(deadlineMs, settled.signal).then(() => null)
  try {
    return await Promise.race([ctx.poster.post(post, late.signal), deadline])
  } finally {
    settled.abort()
    late.abort()
  }
}
