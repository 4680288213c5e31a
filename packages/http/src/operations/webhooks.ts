import { isGuichetError, type WebhookRequest, type WebhookTarget } from '@guichet/core'
import { z } from 'zod'
import { type OpenContext, openOperation } from '../operation.ts'
import { type Problem, problemResponse } from '../problem.ts'
import { readBytes } from '../read-bytes.ts'
import { idSchema } from '../schemas.ts'

/** At a provider's address a 4xx means for good: it loses a message. What a person can mend is asked for again. */
const retryAfterSeconds = 60

/** For providers and other programs. An answer of 200 says that the request is stored; it is understood later. */
export const webhookOperations = [
  openOperation({
    name: 'webhooks.sms',
    method: 'POST',
    path: '/inbox/webhooks/sms',
    role: 'signature',
    summary: 'Where an SMS provider reports messages and receipts',
    status: 200,
    input: z.object({}),
    output: 'nothing',
    handler: (context) => receiveShared(context, 'sms'),
  }),
  openOperation({
    name: 'webhooks.smsByQuery',
    method: 'GET',
    path: '/inbox/webhooks/sms',
    role: 'signature',
    summary: 'The same for accounts that are set to call by GET',
    status: 200,
    input: z.object({}),
    output: 'nothing',
    handler: (context) => receiveShared(context, 'sms'),
  }),
  openOperation({
    name: 'webhooks.whatsapp',
    method: 'POST',
    path: '/inbox/webhooks/whatsapp',
    role: 'signature',
    summary: 'Where a WhatsApp provider reports messages and statuses',
    status: 200,
    input: z.object({}),
    output: 'nothing',
    handler: (context) => receiveShared(context, 'whatsapp'),
  }),
  openOperation({
    name: 'webhooks.custom',
    method: 'POST',
    path: '/inbox/webhooks/custom/{integrationId}',
    role: 'signature',
    summary: 'Where your own programs send messages to one integration',
    status: 200,
    input: z.object({ params: z.strictObject({ integrationId: idSchema }) }),
    output: 'nothing',
    handler: ({ params, ...context }) => receiveOwn(context, params.integrationId),
  }),
  openOperation({
    name: 'webhooks.senders',
    method: 'POST',
    path: '/inbox/webhooks/senders/{name}',
    role: 'signature',
    summary: 'Where the provider of one of the host’s own senders reports what became of messages',
    status: 200,
    input: z.object({ params: z.strictObject({ name: z.string().max(50) }) }),
    output: 'nothing',
    handler: ({ params, ...context }) => receiveReports(context, params.name),
  }),
] as const

async function receiveShared(context: OpenContext, address: string): Promise<Response | null> {
  const request = await readRequest(context)
  if ('problem' in request) return problemResponse(repeatable(request.problem))
  return receive(context, { address }, request)
}

async function receiveOwn(context: OpenContext, integrationId: string): Promise<Response | null> {
  const request = await readRequest(context)
  if ('problem' in request) return problemResponse(request.problem)
  return receive(context, { integrationId }, request)
}

/** Null: what it reports is written. It is repeated for as long as its provider likes until then. */
async function receiveReports(context: OpenContext, name: string): Promise<Response | null> {
  const request = await readRequest(context)
  if ('problem' in request) return problemResponse(repeatable(request.problem))
  try {
    await context.inbox.receiveReports(name, request)
    return null
  } catch (error) {
    // Its certificate could not be fetched, say: that is no refusal, which some providers take for good.
    if (!isGuichetError(error) || error.retry !== 'later' || error.code === 'storage-failed') throw error
    return problemResponse(later({ status: 503, code: error.code, detail: error.message }))
  }
}

/** Null: it is stored. A provider that repeats itself with other content would repeat that, too, for a day. */
async function receive(
  { inbox }: OpenContext,
  target: WebhookTarget,
  request: WebhookRequest,
): Promise<Response | null> {
  try {
    const outcome = await inbox.receiveWebhook(target, request)
    if (outcome !== 'conflict' || 'address' in target) return null
    const detail = 'this id was used before, for other content'
    return problemResponse({ status: 409, code: 'conflict', detail })
  } catch (error) {
    if (!isGuichetError(error) || error.retry !== 'later') throw error
    // Core has logged these, and seldom: a flood of them would fill the log here.
    if (error.code !== 'signature-refused' && error.code !== 'not-found') throw error
    return problemResponse(later({ status: 503, code: error.code, detail: error.message }))
  }
}

async function readRequest({
  request,
  clock,
  maxBodyBytes,
}: OpenContext): Promise<WebhookRequest | { readonly problem: Problem }> {
  const { method, url, headers } = request
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') {
    const detail = 'the body may not be compressed: its signature is over what was sent'
    return { problem: { status: 415, code: 'unsupported-media-type', detail } }
  }
  const body = await readBytes(request, maxBodyBytes)
  if ('problem' in body) return body
  return { method, url, headers: new Map(headers), body: body.bytes, receivedAt: clock.now() }
}

/** Compressed by something in between, say: somebody can mend that while the provider keeps trying. */
function repeatable(problem: Problem): Problem {
  return problem.status === 415 ? later({ ...problem, status: 503 }) : problem
}

function later(problem: Problem): Problem {
  return { ...problem, headers: { 'retry-after': String(retryAfterSeconds) } }
}
