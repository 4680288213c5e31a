import type { Address, Medium } from '../model/address.ts'
import type { Message } from '../model/message.ts'
import { canBeTexted } from '../texting/can-be-texted.ts'

/**
 * Whom an answer to this text goes to: who wrote it, under the address he used. To answer our own text is to write to
 * the same person again. Null when nobody can be answered.
 */
export function composeText(
  answered: Pick<Message, 'direction' | 'from' | 'to'>,
  medium: Medium,
): Address | null {
  const partner = (answered.direction === 'outbound' ? answered.to[0] : answered.from) ?? null
  return partner !== null && canBeTexted(partner.address, medium) ? partner : null
}
