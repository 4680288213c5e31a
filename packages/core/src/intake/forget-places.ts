import type { ReceivedBatch } from '../ports/channel.ts'
import type { Transaction } from '../ports/storage.ts'
import type { IntakeContext } from './intake-context.ts'

/** What a source lost since the batch before. */
export type LostPlaces = Pick<ReceivedBatch, 'gone' | 'reset'>

/**
 * Forgets the places that a source no longer has. Messages are never deleted because their server did: people delete,
 * move and clean up there without meaning the inbox. A folder that was numbered anew is told in one event, and what
 * is found in it again is known already.
 */
export async function forgetPlaces(
  tx: Transaction,
  ctx: IntakeContext,
  { gone, reset }: LostPlaces,
): Promise<void> {
  if (reset !== undefined) {
    await tx.sources.unlocateAll(ctx.integrationId, reset)
    await tx.events.append([
      {
        ...{
          id: ctx.clock.newId(),
          type: 'integration.reset',
          at: ctx.clock.now(),
          actor: { kind: 'system' },
        },
        ...{ conversationId: null, messageId: null, integrationId: ctx.integrationId },
        data: { locatorPrefix: reset },
      },
    ])
  }
  if (gone !== undefined && gone.length > 0) await tx.sources.unlocate(ctx.integrationId, gone)
}
