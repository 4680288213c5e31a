import { GuichetError } from '../../errors.ts'
import type { Log } from '../../ports/log.ts'
import type { MailSender } from '../../ports/mail-sender.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { type FallbackOptions, fallback } from './fallback.ts'

/** The senders of the host's own mail. */
export interface HostSenders {
  /** The one that mail is given to; it may stand for several. Absent where there is none. */
  readonly sender?: MailSender
  /** Each one by its name, also those that another stands for. */
  readonly byName: ReadonlyMap<string, MailSender>
}

/** What hears of senders that rest. */
interface Watching {
  readonly log: Log
  readonly metrics?: Metrics
}

/**
 * Several become one by `fallback`, in their order. One alone rests like those: a server that is asked by a thousand mails
 * with a revoked password locks the account. Throws `invalid-configuration` for names that cannot work.
 */
export function hostSenders(senders: readonly MailSender[], { log, metrics }: Watching): HostSenders {
  const byName = new Map<string, MailSender>()
  for (const sender of senders.flatMap(withMembers)) {
    const { name } = sender
    if (!/^[a-z0-9][a-z0-9-]{0,49}$/.test(name))
      throw unusable(`a sender is called ${JSON.stringify(name)}: use small letters, digits and dashes`)
    if (byName.has(name)) throw unusable(`two senders are called ${name}: give one another name`)
    byName.set(name, sender)
  }
  const [first, ...others] = senders
  if (first === undefined) return { byName }
  const isGuarded = others.length === 0 && first.members !== undefined
  if (isGuarded) return { sender: first, byName }
  const onChange: FallbackOptions['onChange'] = (sender, state) => {
    log.warn('a sender of the application changed its state', { sender, state })
    metrics?.gauge('guichet_sender_resting', { sender }, state === 'resting' ? 1 : 0)
  }
  const named = others.length === 0 ? { name: first.name } : {}
  return { sender: fallback([first, ...others], { ...named, onChange }), byName }
}

function withMembers(sender: MailSender): readonly MailSender[] {
  return [sender, ...(sender.members ?? []).flatMap(withMembers)]
}

function unusable(sentence: string): GuichetError {
  return new GuichetError('invalid-configuration', `senders: ${sentence}`, { field: 'senders' })
}
