import type { Address } from '../model/address.ts'
import type { Authentication } from '../model/authentication.ts'
import { forwardedSender } from '../threading/forwarded-sender.ts'
import { originalSender } from '../threading/original-sender.ts'
import type { FreshMessage } from './dedupe.ts'
import type { IntakeContext } from './intake-context.ts'

/** A message with whom it is from, when that is not who its From says. */
export interface NamedMessage extends FreshMessage {
  /** Of a message that was forwarded to us, who wrote it: the customer. */
  readonly forwardedFrom: Address | null
}

/** Sees through groups that rewrite From, and finds the customer in mail that was forwarded to us. */
export function nameSenders(
  ctx: Pick<IntakeContext, 'identity'>,
  messages: readonly FreshMessage[],
): readonly NamedMessage[] {
  return messages.map((message) => {
    if (message.received.sentByUs) return { ...message, forwardedFrom: null }
    const seen = throughGroup(message)
    const { from, subject, text } = seen.parsed
    const forward = { from, subject, text, proof: seen.authentication.verdict }
    return { ...seen, forwardedFrom: forwardedSender(forward, ctx.identity) }
  })
}

function throughGroup(message: FreshMessage): FreshMessage {
  const from = originalSender(message.parsed)
  if (from === null) return message
  const by = message.parsed.from?.address ?? ''
  return { ...message, parsed: { ...message.parsed, from }, authentication: unproven(message, by) }
}

/** What was proven is the group, and anybody can write the header that names its member. */
function unproven({ authentication }: FreshMessage, group: string): Authentication {
  if (authentication.verdict !== 'pass') return authentication
  const sentence = `it came through ${group}, which says who wrote it`
  return { ...authentication, verdict: 'unknown', evidence: [...authentication.evidence, sentence] }
}
