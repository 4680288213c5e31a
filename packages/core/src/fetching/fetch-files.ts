import { type OpenedConnection, openConnection } from '../connections.ts'
import { readRaw } from '../content/read-raw.ts'
import { GuichetError, isGuichetError, isRetryable } from '../errors.ts'
import type { Attachment, Message } from '../model/message.ts'
import type { Job } from '../ports/jobs.ts'
import type { Transaction } from '../ports/storage.ts'
import { untilAbort } from '../until-abort.ts'
import type { FetchingContext } from './fetching-context.ts'
import { keepFile, tooSlow } from './keep-file.ts'
import { retryFetchAt } from './retry-fetch-at.ts'
import { settleFile } from './settle-file.ts'

/** A provider that is slower is asked again later. */
const deadlineMs = 120_000

/**
 * Fetches what a provider keeps of a message: its files that wait. A job, so at least once.
 *
 *     [ what waits ] → network → blob → [ stored | failed ]        and what may come later: [ job ]
 *
 * Each bracket is one transaction. What was erased meanwhile leaves nothing behind.
 */
export async function fetchFiles(ctx: FetchingContext, job: Job): Promise<void> {
  const work = await ctx.storage.transaction(job.tenant, (tx) => begin(tx, ctx, job.subject))
  if (work === null) return
  const problems: GuichetError[] = []
  for (const [index, attachment] of waitingIn(work.message)) {
    const problem = await fetchOne(ctx, { job, work, index, attachment })
    if (problem !== null) problems.push(problem)
  }
  const [problem] = problems
  if (problem === undefined) return
  const startAt = retryFetchAt(ctx.clock, work.message.receivedAt, problem) ?? ctx.clock.now()
  await ctx.storage.transaction(job.tenant, (tx) =>
    tx.enqueue([{ queue: 'fetch', subject: job.subject, startAt }]),
  )
}

interface Work {
  readonly message: Message
  /** Throws why there is none. */
  open(): OpenedConnection & { readonly rawKey: string }
}

/** Null when nothing waits: erased, fetched by another job, or never to be fetched. */
async function begin(tx: Transaction, ctx: FetchingContext, id: string): Promise<Work | null> {
  const message = await tx.messages.get(id)
  if (message === null || waitingIn(message).length === 0) return null
  try {
    const { rawKey } = message
    const integration = await tx.integrations.get(message.integrationId)
    if (integration === null || rawKey === null) throw gone()
    const opened = await openConnection(tx, ctx, integration)
    return { message, open: () => ({ ...opened, rawKey }) }
  } catch (error) {
    if (!isGuichetError(error) || isRetryable(error)) throw error
    return {
      message,
      open() {
        throw error
      },
    }
  }
}

function waitingIn({ attachments }: Message): readonly (readonly [number, Attachment])[] {
  return [...attachments.entries()].filter(([, { fetched }]) => fetched?.state === 'waiting')
}

interface Fetching {
  readonly job: Job
  readonly work: Work
  readonly index: number
  readonly attachment: Attachment
}

/** Null when it is settled, or why it has to be tried later. */
async function fetchOne(ctx: FetchingContext, fetching: Fetching): Promise<GuichetError | null> {
  const { job, work, index } = fetching
  const settle = (attachment: Attachment) =>
    ctx.storage.transaction(job.tenant, (tx) =>
      settleFile(tx, ctx, {
        ...{ messageId: work.message.id, index, from: 'waiting', attachment },
        actor: { kind: 'system' },
      }),
    )
  const fetched = await download(ctx, fetching)
  if (!isGuichetError(fetched)) {
    // Erased, or stored by another job: a row without its bytes would be a lie, bytes without a row are a leak.
    if (!(await settle(fetched))) await ctx.blobs.remove([fetched.fetched?.blobKey ?? []].flat())
    return null
  }
  // Somebody else has the job by now.
  if (job.signal.aborted) throw fetched
  ctx.log.warn('a file could not be fetched', { messageId: work.message.id, index, code: fetched.code })
  const isOver = retryFetchAt(ctx.clock, work.message.receivedAt, fetched) === null
  if (fetched.retry !== 'never' && !isOver) return fetched
  const error = fetched.retry === 'never' ? fetched.message : `${fetched.message}; it was tried for 40 hours`
  await settle({ ...fetching.attachment, fetched: { state: 'failed', blobKey: null, error } })
  return null
}

/** The attachment as it is once its bytes are stored, or what stands in the way. */
async function download(
  ctx: FetchingContext,
  { job, work, index, attachment }: Fetching,
): Promise<Attachment | GuichetError> {
  const settled = new AbortController()
  const late = new AbortController()
  const signal = AbortSignal.any([job.signal, late.signal])
  void ctx.clock.sleep(deadlineMs, settled.signal).then(() => late.abort())
  try {
    const { channel, connection, rawKey } = work.open()
    if (channel.fetchAttachment === undefined) throw cannotFetch()
    const raw = await readRaw(ctx, rawKey)
    const asking = channel.fetchAttachment(connection, raw, index, signal)
    const file = await untilAbort(signal, asking, tooSlow)
    return await keepFile(ctx, file, { tenant: job.tenant, attachment, signal })
  } catch (error) {
    return isGuichetError(error) ? error : unforeseen(error)
  } finally {
    settled.abort()
  }
}

function gone(): GuichetError {
  return new GuichetError('not-found', 'the account that this file came to was removed')
}

function cannotFetch(): GuichetError {
  return new GuichetError('invalid-configuration', 'this channel cannot fetch files from its provider')
}

function unforeseen(cause: unknown): GuichetError {
  return new GuichetError('internal', 'fetching the file broke off', { retry: 'later', cause })
}
