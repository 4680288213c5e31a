import type { Address } from '../model/address.ts'
import type { AddressMark } from '../model/address-mark.ts'
import { mailboxKey, partyOf, sameAddressKey } from '../model/mail-domain.ts'
import { isMailbox } from '../model/mailbox.ts'
import type { Message } from '../model/message.ts'
import type { DropReason, RecipientMode, Recipients, RecipientWarning } from '../model/recipients.ts'
import { isNoReply } from '../verdicts/machine-senders.ts'

/** Who answers, and what is known of those he may answer. */
export interface RecipientIdentity {
  /** All addresses of ours, aliases too; with a tag after a plus they are still ours. */
  readonly own: readonly string[]
  /** Of any addresses. One that only took nothing lately (`soft`) keeps nobody out. */
  readonly marks?: readonly Pick<AddressMark, 'address' | 'mark' | 'kind'>[]
}

/** What a message says about who it is from and for. */
export type Addressed = Pick<
  Message,
  'direction' | 'from' | 'forwardedFrom' | 'replyTo' | 'to' | 'cc' | 'bcc'
>

/**
 * Who gets an answer to a message, an answer to all, or the message itself when it is forwarded: nobody, until
 * somebody is named. Everybody whom the message names is in `to`, in `cc` or in `dropped`. An answer goes where Reply-To
 * says, or to the author where nobody can be reached there; to our own message it goes to the same people again. Never
 * to an address of ours and never to who got a blind copy.
 */
export function recipients(message: Addressed, identity: RecipientIdentity, mode: RecipientMode): Recipients {
  const unfit = unfitness(identity)
  const answered = mode === 'forward' ? [] : answeredBy(message, unfit)
  const others = mode === 'reply-all' && message.forwardedFrom === null ? [...message.to, ...message.cc] : []
  const main = once(answered.filter((one) => unfit(one) === null))
  const rest = once(
    others.filter((one) => unfit(one) === null),
    main,
  )
  const left = once(everybody(message), [...main, ...rest])
  const missed = missing(message, mode)
  const warn = warnings(message, identity)
  return {
    // Where nobody is left to answer, the others are more than readers.
    to: main.length === 0 ? rest : main,
    cc: main.length === 0 ? [] : rest,
    dropped: left.map((one) => ({ address: one.address, because: unfit(one) ?? missed(one) })),
    warnings: [...main, ...rest].flatMap(warn),
  }
}

/** Why an address gets nothing, whatever it is in; null when it may. A person may still write to one that nobody reads. */
export function unfitness({ own, marks = [] }: RecipientIdentity): (one: Address) => DropReason | null {
  const ours = new Set(own.map(mailboxKey))
  const final = marks.filter(({ mark, kind }) => mark !== 'undeliverable' || kind === 'hard')
  const marked = new Map(final.map(({ address, mark }) => [sameAddressKey(address), mark]))
  return ({ address }) => {
    if (!isMailbox(address)) return 'invalid'
    if (ours.has(mailboxKey(address))) return 'own'
    return marked.get(sameAddressKey(address)) ?? (isNoReply(address) ? 'no-reply' : null)
  }
}

/** What somebody should know who writes to an address about this message. */
export function warnings(
  message: Addressed,
  { own }: RecipientIdentity,
): (one: Address) => readonly RecipientWarning[] {
  const known = new Set([...customersOf(message).map(({ address }) => address), ...own].map(partyOf))
  const askedFor = message.direction === 'inbound' ? keysOf(message.replyTo) : null
  return ({ address }) => {
    const isAskedFor = askedFor?.has(sameAddressKey(address)) === true
    return [
      ...(known.has(partyOf(address))
        ? []
        : [{ address, because: isAskedFor ? 'reply-elsewhere' : 'external' } as const]),
      ...(isNoReply(address) ? [{ address, because: 'no-reply' } as const] : []),
    ]
  }
}

/** Who wrote it, or whom we wrote it to. */
function customersOf(message: Addressed): readonly Address[] {
  if (message.direction === 'outbound') return message.to
  const customer = message.forwardedFrom ?? message.from
  return customer === null ? [] : [customer]
}

function answeredBy(message: Addressed, unfit: (one: Address) => DropReason | null): readonly Address[] {
  const isReachable = message.replyTo.some((one) => unfit(one) === null)
  const isTheirs = message.direction !== 'outbound' && message.forwardedFrom === null
  return isTheirs && isReachable ? message.replyTo : customersOf(message)
}

/** Why an address that could get it does not. */
function missing(message: Addressed, mode: RecipientMode): (one: Address) => DropReason {
  const { bcc = [], to, cc, from, replyTo, forwardedFrom } = message
  const blind = keysOf(bcc)
  const visible = keysOf([...to, ...cc])
  const authors = keysOf(from === null ? replyTo : [from, ...replyTo])
  return ({ address }) => {
    const key = sameAddressKey(address)
    if (blind.has(key) && !visible.has(key)) return 'blind-copy'
    if (mode === 'forward') return 'not-asked'
    if (forwardedFrom !== null) return 'passed-on'
    return authors.has(key) ? 'answers-elsewhere' : 'not-asked'
  }
}

function everybody(message: Addressed): readonly Address[] {
  const { from, forwardedFrom, replyTo, to, cc, bcc = [] } = message
  return [from, forwardedFrom, ...replyTo, ...to, ...cc, ...bcc].filter((one) => one !== null)
}

/** The first of each that is not among the others. */
export function once(addresses: readonly Address[], others: readonly Address[] = []): readonly Address[] {
  const seen = new Set(keysOf(others))
  return addresses.filter(({ address }) => {
    const before = seen.size
    return seen.add(sameAddressKey(address)).size > before
  })
}

function keysOf(addresses: readonly Address[]): ReadonlySet<string> {
  return new Set(addresses.map(({ address }) => sameAddressKey(address)))
}
