import { GuichetError } from '@guichet/core'
import { assertSize, type ComposedMessage } from '@guichet/mail-composer'
import type { ServerOffers } from './smtp-session.ts'

/** Throws for a message that is larger than it may be, or that the server could not deliver as it is. */
export function assertTaken(
  { raw, envelope }: ComposedMessage,
  { maxBytes, anyAddress }: ServerOffers,
  server: string,
): void {
  if (maxBytes > 0) assertSize(raw, { bytes: maxBytes, whose: `${server} takes` })
  const foreign = [envelope.from, ...envelope.to].some((address) => /[^\p{ASCII}]/u.test(address))
  if (foreign && !anyAddress) {
    throw new GuichetError(
      'rejected',
      `${server} takes only addresses of plain letters (no SMTPUTF8); one of the message has others before its @`,
      { provider: 'smtp', field: 'to' },
    )
  }
}
