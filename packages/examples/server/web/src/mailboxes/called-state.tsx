import type { ReactElement } from 'react'
import type { IntegrationView } from '../api/types.ts'
import { relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'

/** A channel that is called: when the other side last did. */
export function CalledState({ integration }: { readonly integration: IntegrationView }): ReactElement {
  const words = useWords()
  const locale = useLocale()
  const now = useNow()
  const at = integration.webhook?.lastCallbackAt ?? null
  const when = at === null ? words.channels.neverCalled : words.channels.called(relativeTime(locale, at, now))
  return (
    <div className="pr-2 text-small">
      <p className="text-muted">{integration.paused ? words.mailboxes.paused : when}</p>
      {integration.sendError !== null && (
        <p className="font-semibold text-danger">{words.outgoing.heldHere}</p>
      )}
    </div>
  )
}
