import { addressKey } from '../model/address.ts'
import type { AddressMark } from '../model/address-mark.ts'
import type { Transaction } from '../ports/storage.ts'
import { optOutWord } from '../texting/opt-out-words.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'
import { markEvent } from './mark-event.ts'

type OptOut = Omit<AddressMark, 'mark' | 'kind'>

/** Marks addresses whose owners want no more texts. Who did so before stays as he is, unannounced. */
export async function markOptedOut(
  tx: Transaction,
  ctx: Pick<IntakeContext, 'clock'> & { readonly integrationId: string | null },
  optOuts: readonly OptOut[],
): Promise<void> {
  if (optOuts.length === 0) return
  const known = (await tx.addresses.marks(optOuts.map(({ address }) => address)))
    .filter(({ mark }) => mark === 'opted-out')
    .map(({ address }) => address)
  const marks = new Map<string, AddressMark>()
  for (const optOut of optOuts)
    if (!known.includes(optOut.address) && !marks.has(optOut.address))
      marks.set(optOut.address, { ...optOut, mark: 'opted-out', kind: 'hard' })
  if (marks.size === 0) return
  await tx.addresses.mark([...marks.values()])
  await tx.events.append([...marks.values()].map((mark) => markEvent(ctx, mark, false)))
}

/** Heeds texts that are nothing but STOP or START, in the order they came, for every address their sender has. */
export async function heedOptOuts(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly FreshMessage[],
): Promise<void> {
  if (ctx.channel.medium !== 'sms' && ctx.channel.medium !== 'whatsapp') return
  for (const message of messages) {
    const { received, parsed, id } = message
    const word = received.isHistory || received.sentByUs === true ? null : optOutWord(parsed.text)
    const addresses = addressesOf(message)
    if (word === 'opt-out') {
      const facts = { since: received.receivedAt, status: null, messageId: id }
      const reason = `they wrote: ${parsed.text.trim()}`
      await markOptedOut(
        tx,
        ctx,
        addresses.map((address) => ({ ...facts, address, reason })),
      )
    }
    if (word === 'opt-in') await clear(tx, ctx, addresses, id)
  }
}

function addressesOf({ parsed: { from, fromAlso = [] } }: FreshMessage): readonly string[] {
  const keys = [from?.address ?? '', ...fromAlso].map(addressKey)
  return [...new Set(keys)].filter((key) => key !== '')
}

async function clear(
  tx: Transaction,
  ctx: IntakeContext,
  addresses: readonly string[],
  messageId: string,
): Promise<void> {
  const cleared = await tx.addresses.unmark(addresses, ['opted-out'])
  if (cleared.length > 0)
    await tx.events.append(cleared.map((mark) => markEvent(ctx, { ...mark, messageId }, true)))
}
