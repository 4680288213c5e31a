import { addressKey } from '../model/address.ts'
import type { Message } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'
import { isRobot } from '../verdicts/machine-senders.ts'

/** Whom we write to, from here or from another mail client, is known from then on: their mail is never filtered. */
export async function rememberCorrespondents(tx: Transaction, messages: readonly Message[]): Promise<void> {
  const written = messages
    .filter(({ direction }) => direction === 'outbound')
    .flatMap(({ to, cc, bcc = [], receivedAt }) =>
      [...to, ...cc, ...bcc].map(({ address }) => ({ address: addressKey(address), since: receivedAt })),
    )
  const people = written.filter(({ address }) => address !== '' && !isRobot(address))
  if (people.length === 0) return
  await tx.addresses.remember(people.map((one) => ({ ...one, cause: 'written' }) as const))
}
