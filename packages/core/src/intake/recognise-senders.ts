import { privateIdHeader } from '../mail-ids.ts'
import { addressKey } from '../model/address.ts'
import type { Correspondent } from '../model/address-mark.ts'
import type { DetailedJudgement } from '../model/verdict.ts'
import type { Transaction } from '../ports/storage.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'

/**
 * What only our own memory can say of a sender. Mail that would be filtered is a person's when we wrote to its sender,
 * or when a person said so: a newsletter too many is seen and forgotten, a client is not. Mail of our own that came
 * back (through a list, a copy to ourselves, a forwarding) is nobody's message.
 */
export async function recogniseSenders(
  tx: Transaction,
  ctx: IntakeContext,
  messages: readonly FreshMessage[],
): Promise<readonly FreshMessage[]> {
  const filtered = messages.filter(mayBeFiltered).flatMap(senderKeys)
  const known = filtered.length === 0 ? [] : await tx.addresses.correspondents(filtered)
  const byAddress = new Map(known.map((one) => [one.address, one]))
  return messages.map((message) => {
    const judgement = ownMail(ctx, message) ?? welcomed(ctx, message, byAddress)
    return judgement === null ? message : { ...message, judgement }
  })
}

/** A name that somebody else uses opens no door. */
function mayBeFiltered({ judgement: { verdict }, received, authentication }: FreshMessage): boolean {
  const isFiltered = verdict === 'bulk' || verdict === 'notice'
  return isFiltered && received.sentByUs !== true && authentication.verdict !== 'fail'
}

function senderKeys({ parsed }: FreshMessage): readonly string[] {
  return parsed.from === null ? [] : [addressKey(parsed.from.address)]
}

/** Our Message-ID, or the private header where a relay replaced it. */
function ownMail(
  ctx: IntakeContext,
  { parsed, judgement, received }: FreshMessage,
): DetailedJudgement | null {
  if (received.sentByUs === true || !['person', 'bulk'].includes(judgement.verdict)) return null
  const ids = [parsed.mailId ?? '', ...(parsed.headers.get(privateIdHeader) ?? [])]
  const own = ids.find((id) => ctx.mailIds.isOurs(ctx.tenant, id.trim().replace(/^<|>$/g, '')))
  return own === undefined
    ? null
    : { verdict: 'notice', evidence: [`it is our own message come back: ${own}`.slice(0, 200)] }
}

/**
 * A list brings what people we know write to others, and a robot may share its address with them: having written to
 * it counts for bulk mail that names us; a person's word counts always.
 */
function welcomed(
  { identity }: IntakeContext,
  message: FreshMessage,
  known: ReadonlyMap<string, Correspondent>,
): DetailedJudgement | null {
  if (!mayBeFiltered(message)) return null
  const { parsed, judgement } = message
  const correspondent = senderKeys(message).flatMap((key) => known.get(key) ?? [])[0]
  if (correspondent === undefined) return null
  const { address, cause } = correspondent
  const isForUs = [...parsed.to, ...parsed.cc].some(
    (one) => addressKey(one.address) === addressKey(identity.address),
  )
  if (cause === 'written' && (judgement.verdict !== 'bulk' || !isForUs)) return null
  const why = cause === 'confirmed' ? `a person said that ${address} is a person` : `we wrote to ${address}`
  return { verdict: 'person', evidence: [why, ...judgement.evidence] }
}
