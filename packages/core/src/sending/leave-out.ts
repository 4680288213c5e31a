import { addressKey } from '../model/address.ts'
import type { AddressMark, AddressMarkName } from '../model/address-mark.ts'
import type { DroppedRecipient } from '../model/mail.ts'
import type { MailRecipients } from '../ports/mail-records.ts'
import type { Transaction } from '../ports/storage.ts'

/**
 * Leaves out whoever must not get mail of the application any more. A mailbox that was full is no reason: only a
 * mark that is hard is one.
 */
export async function leaveOutMarked(tx: Transaction, recipients: MailRecipients): Promise<MailRecipients> {
  const all = [...recipients.to, ...recipients.cc, ...recipients.bcc]
  const marks = (await tx.addresses.marks(all.map(({ address }) => addressKey(address)))).filter(isFinal)
  if (marks.length === 0) return recipients
  const because = new Map(marks.map(({ address, mark }) => [address, mark]))
  const reasonOf = ({ address }: { readonly address: string }) => because.get(addressKey(address))
  const left = (list: MailRecipients['to']) => list.filter((one) => reasonOf(one) === undefined)
  const out = new Map<string, DroppedRecipient>(
    recipients.dropped.map((one) => [addressKey(one.address), one]),
  )
  for (const one of all) {
    const reason = reasonOf(one)
    if (reason !== undefined) out.set(addressKey(one.address), { address: one.address, because: reason })
  }
  const { to, cc, bcc } = recipients
  return { to: left(to), cc: left(cc), bcc: left(bcc), dropped: [...out.values()] }
}

function isFinal({ mark, kind }: AddressMark): boolean {
  return mark !== 'undeliverable' || kind === 'hard'
}

/** Why a mail goes to nobody: a sentence; null where somebody gets it. */
export function nobodyLeft({ to, cc, bcc, dropped }: MailRecipients): string | null {
  if (to.length + cc.length + bcc.length > 0) return null
  const who = dropped.map(({ address, because }) => `${address} (${reasons[because]})`).join(', ')
  return `nobody is left to send it to: ${who}. Say that an address is good again to write to it`
}

const reasons: Readonly<Record<AddressMarkName, string>> = {
  undeliverable: 'mail to it came back for good',
  complained: 'its owner called mail from here spam',
  'opted-out': 'its owner wants no more messages',
}
