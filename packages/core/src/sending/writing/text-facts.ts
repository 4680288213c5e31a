import { addressKey } from '../../model/address.ts'
import type { Integration } from '../../model/integration.ts'
import type { ChannelType } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transaction } from '../../ports/storage.ts'
import type { TextRules } from '../../ports/texting.ts'
import type { TextFacts } from '../../texting/text-decision.ts'

export interface TextRecipient {
  readonly integration: Pick<Integration, 'id'>
  readonly channel: Pick<ChannelType, 'texting'>
  readonly settings: unknown
  readonly address: string
}

/** A channel that names no rules has none. */
const noRules: TextRules = { windowMs: null, templates: [], maxCharacters: Number.POSITIVE_INFINITY }

/** What decides whether a text may be sent to this address now. */
export async function textFacts(tx: Transaction, clock: Clock, recipient: TextRecipient): Promise<TextFacts> {
  const { integration, channel, settings } = recipient
  const address = addressKey(recipient.address)
  const rules = channel.texting?.rules(settings) ?? noRules
  const lastInboundAt = rules.windowMs === null ? null : await tx.messages.lastTextAt(integration.id, address)
  return { rules, marks: await tx.addresses.marks([address]), lastInboundAt, now: clock.now() }
}

/** As the channel counts them. */
export function charactersOf({ texting }: Pick<ChannelType, 'texting'>, text: string): number {
  return texting?.measure(text).characters ?? [...text].length
}
