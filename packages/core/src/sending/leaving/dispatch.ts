import { GuichetError } from '../../errors.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { SendReceipt } from '../../ports/outbound-message.ts'

/** A message past the point of no return and the one call that transmits it. */
export interface Dispatch {
  readonly entry: OutboxEntry
  /** What transmits it: a channel type, or the name of a sender. */
  readonly via?: string
  /** Why it must not be sent any more: a sentence. */
  readonly cancelledBecause?: string
  /** Its integration's login was refused before: when it is sent now, the others go as well. */
  readonly wasHeld?: boolean
  /** Its channel keeps a copy of what was sent. */
  readonly leavesCopy?: boolean
  /** Of its files together; absent where it has none. */
  readonly fileBytes?: number
  send(): Promise<SendReceipt>
}

export function bytesOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

export function cancelled(entry: OutboxEntry, cancelledBecause: string): Dispatch {
  const send = () => Promise.reject(new GuichetError('conflict', cancelledBecause))
  return { entry, cancelledBecause, send }
}
