import type { Channels } from '../../channels.ts'
import { GuichetError } from '../../errors.ts'
import type { RecipientChoice, RefusedEntry } from '../../inbox-conversations.ts'
import { type Address, addressKey } from '../../model/address.ts'
import type { Integration } from '../../model/integration.ts'
import { isMailbox } from '../../model/mailbox.ts'
import type { Message } from '../../model/message.ts'
import type { DropReason, RecipientMode } from '../../model/recipients.ts'
import type { Transaction } from '../../ports/storage.ts'
import { chooseRecipients } from './choose-recipients.ts'

/** Every server takes so many; what is for more people is no conversation. */
const maxRecipients = 100

interface Question {
  /** The message that is answered or passed on. */
  readonly message: Message
  /** What it is sent from. */
  readonly mailbox: Pick<Integration, 'type' | 'settings'>
  readonly mode: RecipientMode
  readonly to?: readonly Address[] | undefined
  readonly cc?: readonly Address[] | undefined
  readonly bcc?: readonly Address[] | undefined
}

/** Whom a mail goes to, by what is known of all addresses that it could go to. */
export async function replyRecipients(
  tx: Transaction,
  { channels }: { readonly channels: Channels },
  { message, mailbox, mode, to, cc, bcc }: Question,
): Promise<RecipientChoice> {
  const { from, forwardedFrom, replyTo } = message
  const named = [to, cc, bcc].flatMap((list) => list ?? [])
  const people = [from, forwardedFrom, ...replyTo, ...message.to, ...message.cc, ...named]
  const keys = people.flatMap((one) => (one === null ? [] : [addressKey(one.address)]))
  const marks = await tx.addresses.marks([...new Set(keys)])
  const mailboxes = await tx.integrations.list()
  const own = mailboxes.flatMap((one) => addressesOf(channels, one))
  return chooseRecipients(
    message,
    { mailbox: addressesOf(channels, mailbox), marks, own },
    { mode, to, cc, bcc },
  )
}

/** None of a mailbox whose type nobody registered any more, or whose settings do not fit it any more. */
function addressesOf(channels: Channels, { type, settings }: Question['mailbox']): readonly string[] {
  if (!channels.types.includes(type)) return []
  const channel = channels.get(type)
  const checked = channel.settings.safeParse(settings)
  if (channel.medium !== 'email' || !checked.success) return []
  return [channel.identity(checked.data).address, ...(channel.aliases?.(checked.data) ?? [])]
}

const refusals: Readonly<Partial<Record<DropReason, string>>> = {
  own: 'is the address that it is sent from',
  invalid: 'is no mail address',
  undeliverable: 'does not exist, as its mail server has said',
  complained: 'belongs to somebody who called a mail from here spam',
  'opted-out': 'belongs to somebody who wants no more messages',
  'no-reply': 'says of itself that nobody reads it',
}

/** A choice that can be sent. Throws `invalid-input` for somebody who cannot be written to, `conflict` for nobody. */
export function sendable(choice: RecipientChoice): RecipientChoice {
  const [wrong] = choice.refused
  if (wrong !== undefined) throw refusedEntry(wrong)
  const { to, cc, bcc, dropped } = choice
  const count = to.length + cc.length + bcc.length
  if (count > maxRecipients) {
    const sentence = `a mail goes to at most ${maxRecipients} people; this one would go to ${count}: name fewer`
    throw new GuichetError('invalid-input', `to: ${sentence}`, { field: 'to' })
  }
  if (count > 0) return choice
  const because = dropped.find((one) => one.because !== 'own' && refusals[one.because] !== undefined)
  throw new GuichetError(
    'conflict',
    because === undefined
      ? 'this message has no sender who could be answered'
      : `${because.address} ${refusals[because.because]}: name somebody else`,
  )
}

function refusedEntry({ field, address, because }: RefusedEntry): GuichetError {
  const shown = isMailbox(address) ? address : JSON.stringify(address.slice(0, 100))
  const sentence = `${field}: ${shown} ${refusals[because] ?? 'cannot be written to'}`
  return new GuichetError('invalid-input', sentence, { field })
}
