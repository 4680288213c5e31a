import { isRetryable } from '../errors.ts'
import type { AcceptResult, ReceivedBatch } from '../ports/channel.ts'
import type { IntakeContext } from './intake-context.ts'
import { quarantined, type ReadMessage } from './read-message.ts'

/** An accept result, and the raw copies of messages that were known already. */
export interface StoredBatch extends AcceptResult {
  readonly unusedRawKeys: readonly string[]
}

/** What a batch says about its source besides the messages. */
export type SourceChanges = Omit<ReceivedBatch, 'messages'>

const noChanges: SourceChanges = { cursor: null }

type Store = (messages: readonly ReadMessage[], changes: SourceChanges) => Promise<StoredBatch>

/**
 * Stores a batch in one transaction; if a message spoils it, each on its own, so that it costs only itself:
 * the spoiler goes to quarantine. Lost places are forgotten first, the cursor moves and callbacks are settled last.
 */
export async function storeOrIsolate(
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
  changes: SourceChanges,
  store: Store,
): Promise<StoredBatch> {
  try {
    return await store(messages, changes)
  } catch (error) {
    // A database that is away or a lost lease concerns the whole batch; smaller portions would not help.
    if (isRetryable(error) || messages.length === 0) throw error
    ctx.log.warn('a batch could not be stored; its messages are stored one by one', {
      messages: messages.length,
    })
  }
  const { cursor, callbacks, ...lost } = changes
  const parts = [await store([], { cursor: null, ...lost })]
  for (const message of messages) parts.push(await storeOrQuarantine(ctx, message, store))
  parts.push(await store([], callbacks === undefined ? { cursor } : { cursor, callbacks }))
  return {
    stored: sum(parts.map((part) => part.stored)),
    known: sum(parts.map((part) => part.known)),
    quarantined: sum(parts.map((part) => part.quarantined)),
    unusedRawKeys: parts.flatMap((part) => part.unusedRawKeys),
  }
}

async function storeOrQuarantine(
  ctx: IntakeContext,
  message: ReadMessage,
  store: Store,
): Promise<StoredBatch> {
  try {
    return await store([message], noChanges)
  } catch (error) {
    if (isRetryable(error)) throw error
    return store([quarantined(ctx, message, error)], noChanges)
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
