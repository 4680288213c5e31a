import type { RecipientChoice, RefusedEntry } from '../../inbox-conversations.ts'
import type { Address } from '../../model/address.ts'
import { fitsHeader } from '../../model/header-text.ts'
import type { RecipientMode } from '../../model/recipients.ts'
import {
  type Addressed,
  once,
  type RecipientIdentity,
  recipients,
  unfitness,
  warnings,
} from '../../steps/recipients.ts'

/** Who writes, and the addresses of the mailbox that it is sent from. */
interface WriterIdentity extends RecipientIdentity {
  readonly mailbox: readonly string[]
}

interface Wanted {
  readonly mode: RecipientMode
  readonly to?: readonly Address[] | undefined
  readonly cc?: readonly Address[] | undefined
  readonly bcc?: readonly Address[] | undefined
}

const fields = ['to', 'cc', 'bcc'] as const

/**
 * Who gets a mail: the usual recipients of its mode, or whom somebody named instead. He may name another mailbox of
 * ours and an address that nobody reads, but neither the mailbox that it is sent from nor who cannot or will not get it.
 */
export function chooseRecipients(
  message: Addressed,
  identity: WriterIdentity,
  { mode, ...named }: Wanted,
): RecipientChoice {
  const { marks = [], mailbox } = identity
  const usual = recipients(message, identity, mode)
  const unfit = unfitness({ own: mailbox, marks })
  const refused = fields.flatMap((field) =>
    (named[field] ?? []).flatMap((one): readonly RefusedEntry[] => {
      // A name of two lines is refused like the address would be: it could write headers of its own.
      const because = fitsHeader(one.name) ? unfit(one) : 'invalid'
      return because === null || because === 'no-reply' ? [] : [{ field, address: one.address, because }]
    }),
  )
  const isRefused = (one: Address) => refused.some(({ address }) => address === one.address)
  const listed = (field: 'to' | 'cc') => (named[field] ?? usual[field]).filter((one) => !isRefused(one))
  const to = once(listed('to'))
  const cc = once(listed('cc'), to)
  const bcc = once(
    (named.bcc ?? []).filter((one) => !isRefused(one)),
    [...to, ...cc],
  )
  const all = [...to, ...cc, ...bcc]
  const left = once(
    usual.dropped.map(({ address }) => ({ name: '', address })),
    all,
  )
  const isLeft = new Set(left.map(({ address }) => address))
  return {
    ...{ to, cc, bcc, refused },
    dropped: usual.dropped.filter(({ address }) => isLeft.has(address)),
    warnings: all.flatMap(warnings(message, identity)),
  }
}
