import type { GuichetError } from '../../errors.ts'
import type { OutboxSettlement, SendLimit } from '../../model/outbox.ts'
import type { SendingContext } from '../sending-context.ts'

interface CountedAttempt {
  /** A channel type, or the name of the sender that took it; absent where it failed before either was known. */
  readonly channel: string | undefined
  readonly state: OutboxSettlement['state']
  readonly error: GuichetError | undefined
  readonly tookMs: number
}

/** Counts an attempt to hand over a message, whose end is committed. */
export function countAttempt({ metrics }: SendingContext, attempt: CountedAttempt): void {
  const { channel = 'none', state, error, tookMs } = attempt
  // Nothing was tried: it was too late for it.
  if (state === 'cancelled') return
  const outcome = state === 'ready' ? 'retry' : state
  const reason = error?.code ?? 'none'
  metrics?.count('guichet_send_attempts_total', { channel, outcome, reason })
  metrics?.observe('guichet_send_duration_seconds', { channel, outcome }, tookMs / 1000)
}

/** Counts a message that has to wait because of a limit. The name of a limit begins with what it limits. */
export function countLimited({ metrics }: SendingContext, limit: SendLimit): void {
  const [scope = 'none'] = limit.scope.split(':')
  metrics?.count('guichet_sends_limited_total', { scope })
}
