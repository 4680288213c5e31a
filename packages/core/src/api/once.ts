import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { SecretPlace } from '../encryption.ts'
import { GuichetError } from '../errors.ts'
import { idempotencyKeySchema, keyUsed } from '../idempotency-key.ts'
import type { TenantInbox } from '../inbox-api.ts'
import type { OnceRequest } from '../model/once-request.ts'
import type { Transaction } from '../ports/storage.ts'
import { validate } from '../validate.ts'
import { type ApiContext, systemActor, within } from './api-context.ts'

/** How long a repeated request is recognised: longer than any client tries again by itself. */
const keepMs = 24 * 60 * 60_000

const keptSchema = z.object({ request: z.string(), answer: z.string() })

/**
 * Does the work for a key once: claiming the key, the work and keeping its answer are one transaction. `inside` makes
 * an inbox whose calls all happen in it.
 */
export async function once(
  ctx: ApiContext,
  inside: (ctx: ApiContext) => TenantInbox,
  { key, request, actor = systemActor }: OnceRequest,
  work: (tenant: TenantInbox) => Promise<string>,
): Promise<string> {
  validate(idempotencyKeySchema, key, 'idempotencyKey')
  // A key is one person's: nobody can find out, or be given, what somebody else asked.
  const id = digest(JSON.stringify([actor, key]))
  return within(ctx, async (tx) => {
    const now = ctx.clock.now()
    if (!(await tx.answers.claim(id, now, new Date(now.getTime() - keepMs)))) {
      return answered(tx, ctx, id, request)
    }
    const storage = { ...ctx.storage, transaction: inThis(tx) }
    const answer = await work(inside({ ...ctx, storage }))
    // Sealed: an answer may hold a secret that is shown once, and the request a password.
    const kept = JSON.stringify({ request: digest(request), answer })
    await tx.answers.store(id, await ctx.encryption.seal(tx, placeOf(id), kept))
    return answer
  })
}

function inThis(tx: Transaction): ApiContext['storage']['transaction'] {
  return (_tenant, work) => work(tx)
}

async function answered(tx: Transaction, ctx: ApiContext, id: string, request: string): Promise<string> {
  const sealed = await tx.answers.read(id)
  if (sealed === null) throw new GuichetError('internal', 'an idempotency key was kept without an answer')
  const kept = keptSchema.parse(JSON.parse(await ctx.encryption.open(tx, placeOf(id), sealed)))
  if (kept.request === digest(request)) return kept.answer
  throw keyUsed()
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function placeOf(id: string): SecretPlace {
  return { table: 'answers', column: 'sealed', rowId: id }
}
