import { privateIdHeader } from '../mail-ids.ts'
import type { SentMessage } from '../ports/address-records.ts'
import type { Transaction } from '../ports/storage.ts'
import type { IntakeContext } from './intake-context.ts'
import type { ReadMessage } from './read-message.ts'

/** Messages of a batch that are sends of ours coming back from the folder of sent mail. */
export type OwnSends = ReadonlyMap<ReadMessage, SentMessage>

/**
 * Finds our own sends by their Message-ID or, where a provider gave them another one on the way, by the header that
 * we put in for this. Only in the folder of sent mail: everywhere else anybody can write both.
 */
export async function findOwnSends(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
): Promise<OwnSends> {
  const issued = new Map<ReadMessage, readonly string[]>()
  for (const message of messages) {
    const mailIds = message.received.sentByUs ? issuedIdsOf(ctx, message) : []
    if (mailIds.length > 0) issued.set(message, mailIds)
  }
  if (issued.size === 0) return new Map()
  const sent = await tx.arrivals.findSent([...issued.values()].flat())
  const ours = sent.filter(({ integrationId }) => integrationId === ctx.integrationId)
  const byMailId = new Map(ours.map((one) => [one.mailId, one]))
  return new Map(
    [...issued].flatMap(([message, mailIds]) => {
      const send = mailIds.map((mailId) => byMailId.get(mailId)).find((one) => one !== undefined)
      return send === undefined ? [] : [[message, send] as const]
    }),
  )
}

/** The signature tells a mail that was written elsewhere before the database is asked. */
function issuedIdsOf(ctx: IntakeContext, { parsed }: ReadMessage): readonly string[] {
  const named = [parsed.mailId, ...(parsed.headers.get(privateIdHeader) ?? []).slice(0, 1)]
  return named.flatMap((id) => {
    const mailId = id?.trim().replace(/^<|>$/g, '') ?? ''
    return ctx.mailIds.isOurs(ctx.tenant, mailId) ? [mailId] : []
  })
}
