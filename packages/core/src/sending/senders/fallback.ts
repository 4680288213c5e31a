import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel'
import { GuichetError, isGuichetError } from '../../errors.ts'
import type { TenantId } from '../../model/tenant.ts'
import type { MailSender } from '../../ports/mail-sender.ts'
import type { OutboundMessage, SendReceipt } from '../../ports/outbound-message.ts'

export interface FallbackOptions {
  /** `fallback` unless told. */
  readonly name?: string
  /** A sender that fails this often in a row is left alone; 5 unless told. */
  readonly failuresInARow?: number
  /** For this long; then one message tries whether it works again. 60 000 unless told. */
  readonly restMs?: number
  /** Hears of a sender that is left alone, and of one that works again. What it throws goes no further. */
  readonly onChange?: (sender: string, state: 'resting' | 'working') => void
}

/**
 * Several senders as one: each message goes to the first that takes it. Another one takes over only when the message
 * was certainly not sent (unreachable, throttled, out of quota, credentials refused) or the first one is left alone.
 * What may have been sent goes nowhere else, and neither does a message that is itself at fault. The sender that took
 * it is in the receipt.
 */
export function fallback(
  [first, ...others]: readonly [MailSender, ...MailSender[]],
  options: FallbackOptions = {},
): MailSender {
  const members = [first, ...others]
  assertNames(members)
  const guarded = members.map((sender) => guard(sender, options))
  return {
    name: options.name ?? 'fallback',
    members,
    send: (message, tenant) => sendThroughOne(guarded, message, tenant),
    async verify() {
      for (const sender of members) await sender.verify?.()
    },
    async close() {
      await Promise.all(members.map((sender) => sender.close?.()))
    },
  }
}

interface Guarded {
  readonly sender: MailSender
  readonly circuit: CircuitBreakerPolicy
}

async function sendThroughOne(
  guarded: readonly Guarded[],
  message: OutboundMessage,
  tenant: TenantId,
): Promise<SendReceipt> {
  const failures: GuichetError[] = []
  for (const { sender, circuit } of guarded) {
    try {
      const receipt = await circuit.execute(() => sender.send(message, tenant))
      return { sender: sender.name, ...receipt }
    } catch (thrown) {
      const error = thrown instanceof BrokenCircuitError ? resting(sender) : thrown
      if (!isSendersFault(error)) throw error
      failures.push(error)
    }
  }
  throw mostHopeful(failures)
}

function guard(
  sender: MailSender,
  { failuresInARow = 5, restMs = 60_000, onChange }: FallbackOptions,
): Guarded {
  const circuit = circuitBreaker(
    handleWhen((error) => isSendersFault(error)),
    { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failuresInARow) },
  )
  circuit.onBreak(() => tell(onChange, sender, 'resting'))
  circuit.onReset(() => tell(onChange, sender, 'working'))
  return { sender, circuit }
}

/** A listener that fails must not make a message that was sent one of which nobody knows. */
function tell(
  onChange: FallbackOptions['onChange'],
  { name }: MailSender,
  state: 'resting' | 'working',
): void {
  try {
    onChange?.(name, state)
  } catch {
    // Its own affair, as the option says.
  }
}

/** Certainly not sent, and neither because of the message nor of the storage of its files: somebody else may do better. */
function isSendersFault(error: unknown): error is GuichetError {
  if (!isGuichetError(error) || error.code === 'storage-failed') return false
  return error.outcome === 'not-done' && error.retry !== 'never'
}

function resting({ name }: MailSender): GuichetError {
  const sentence = `${name} failed several times in a row and is left alone for a while`
  return new GuichetError('throttled', sentence, { retry: 'later' })
}

/** One that heals by itself counts more than one that needs a person. */
function mostHopeful(failures: readonly GuichetError[]): GuichetError {
  const error = failures.find(({ retry }) => retry === 'later') ?? failures[0]
  return error ?? new GuichetError('internal', 'there was no sender to ask')
}

function assertNames(members: readonly MailSender[]): void {
  const names = members.map(({ name }) => name)
  if (new Set(names).size === names.length) return
  throw new GuichetError('invalid-configuration', `two senders have one name: ${names.join(', ')}`, {
    field: 'name',
  })
}
