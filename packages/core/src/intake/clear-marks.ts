import { addressKey } from '../model/address.ts'
import type { Transaction } from '../ports/storage.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'
import { markEvent } from './mark-event.ts'

/** Who writes can be reached again, unless the mail was there before we were. A complaint stays until a person clears it. */
export async function clearMarks(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly FreshMessage[],
): Promise<void> {
  const writing = messages.filter(
    ({ judgement: { verdict }, received, parsed, authentication }) =>
      (verdict === 'person' || verdict === 'auto-reply') &&
      !received.isHistory &&
      received.sentByUs !== true &&
      parsed.from !== null &&
      authentication.verdict !== 'fail',
  )
  if (writing.length === 0) return
  const senders = new Map(writing.map(({ parsed, id }) => [addressKey(parsed.from?.address ?? ''), id]))
  const cleared = await tx.addresses.unmark([...senders.keys()], ['undeliverable'])
  if (cleared.length === 0) return
  await tx.events.append(
    cleared.map((mark) => markEvent(ctx, { ...mark, messageId: senders.get(mark.address) ?? null }, true)),
  )
}
