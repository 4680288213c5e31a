import type { GuichetError } from '../../errors.ts'

/** So many messages in a row that nobody answered for: what comes next would only wait as long. */
const mostInARow = 3

/** How an attempt ended, as far as it tells whether anybody is there. */
interface Heard {
  readonly dispatch: { readonly entry: { readonly integrationId: string | null } }
  readonly error?: GuichetError
}

/**
 * Integrations whose server gives no answer, as one worker finds them. Each of their messages keeps a place on the wire until
 * nobody waits any more, and may end as one of which nobody knows whether it was taken; the messages of everybody else
 * stand behind it.
 */
export function silentServers(): { hear(attempt: Heard): boolean } {
  const inARow = new Map<string, number>()
  return {
    /** Takes note of an attempt, and tells whether its server had better be left alone for a while. */
    hear({ dispatch, error }) {
      const { integrationId } = dispatch.entry
      if (integrationId === null) return false
      if (error === undefined || !isSilence(error)) {
        inARow.delete(integrationId)
        return false
      }
      const silences = (inARow.get(integrationId) ?? 0) + 1
      inARow.set(integrationId, silences)
      return silences >= mostInARow
    },
  }
}

function isSilence({ code, outcome, retry }: GuichetError): boolean {
  return (
    outcome === 'unknown' || (retry === 'later' && (code === 'host-unreachable' || code === 'tls-failed'))
  )
}
