import type { TenantInbox } from './inbox-api.ts'
import type { Message } from './model/message.ts'
import type { TenantId } from './model/tenant.ts'
import type { Job } from './ports/jobs.ts'
import type { Storage } from './ports/storage.ts'

/** Called for every new inbound message after it is stored: at least once, and again if it throws. */
export type MessageListener = (message: Message, inbox: TenantInbox) => Promise<void>

export interface ProcessContext {
  readonly storage: Storage
  readonly onMessage: MessageListener | null
  readonly tenant: (id: TenantId) => TenantInbox
}

/**
 * The path of an inbound message, second half: a job that runs after `accept` has committed, and may run
 * twice. For now it tells the host; classification and drafts join it here.
 */
export async function processMessage(ctx: ProcessContext, job: Job): Promise<void> {
  if (ctx.onMessage === null) return
  const message = await ctx.storage.transaction(job.tenant, (tx) => tx.messages.get(job.subject))
  // Erased since: nothing to tell.
  if (message !== null) await ctx.onMessage(message, ctx.tenant(job.tenant))
}
