import { addressKey } from '../../model/address.ts'
import type { AddressMark, AddressMarkName } from '../../model/address-mark.ts'
import type { DroppedRecipient } from '../../model/mail.ts'
import type { Message } from '../../model/message.ts'
import type { MailRecipients } from '../../ports/mail-records.ts'
import type { Transaction } from '../../ports/storage.ts'

/** Why addresses must not get mail any more, by their keys. */
export type Unwanted = ReadonlyMap<string, AddressMarkName>

/**
 * Finds out who of these must not get mail any more. A mailbox that was full is no reason: only a mark that is hard is
 * one.
 */
export async function findUnwanted(
  tx: Transaction,
  recipients: readonly Pick<Message, 'to' | 'cc' | 'bcc'>[],
): Promise<Unwanted> {
  if (recipients.length === 0) return new Map()
  const all = recipients.flatMap(({ to, cc, bcc = [] }) => [...to, ...cc, ...bcc])
  const marks = await tx.addresses.marks([...new Set(all.map(({ address }) => addressKey(address)))])
  return new Map(marks.filter(isFinal).map(({ address, mark }) => [address, mark]))
}

/** Leaves them out; the same recipients where nobody is one of them. */
export function leaveOut(recipients: MailRecipients, unwanted: Unwanted): MailRecipients {
  const reasonOf = ({ address }: { readonly address: string }) => unwanted.get(addressKey(address))
  const { to, cc, bcc } = recipients
  const gone = [...to, ...cc, ...bcc].flatMap((one): readonly DroppedRecipient[] => {
    const because = reasonOf(one)
    return because === undefined ? [] : [{ address: one.address, because }]
  })
  if (gone.length === 0) return recipients
  const left = (list: MailRecipients['to']) => list.filter((one) => reasonOf(one) === undefined)
  return { to: left(to), cc: left(cc), bcc: left(bcc), dropped: [...recipients.dropped, ...gone] }
}

function isFinal({ mark, kind }: AddressMark): boolean {
  return mark !== 'undeliverable' || kind === 'hard'
}

/** Why a mail goes to nobody: a sentence; null where somebody gets it. */
export function nobodyLeft({ to, cc, bcc, dropped }: MailRecipients): string | null {
  if (to.length + cc.length + bcc.length > 0) return null
  const who = dropped.map(({ address, because }) => `${address} (${leftOutBecause[because]})`).join(', ')
  return `nobody is left to send it to: ${who}. Say that an address is good again to write to it`
}

/** Why somebody gets nothing. */
export const leftOutBecause: Readonly<Record<AddressMarkName, string>> = {
  undeliverable: 'mail to it came back for good',
  complained: 'its owner called mail from here spam',
  'opted-out': 'its owner wants no more messages',
}
