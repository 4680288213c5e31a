import type { ReactElement } from 'react'
import type { IntegrationView } from '../api/types.ts'
import { relativeTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { Icon } from '../ui/icon.tsx'
import { ReconnectButton } from './reconnect-button.tsx'

/** How the last look at a mailbox went: when, and if something is wrong, why. */
export function MailboxState({ integration }: { readonly integration: IntegrationView }): ReactElement {
  const allWords = useWords()
  const words = allWords.mailboxes
  const locale = useLocale()
  const { language } = useStore(preferences)
  const now = useNow()
  const { paused, lastSyncAt, lastSyncStatus, lastSyncError, lastSyncWords } = integration
  const when = lastSyncAt === null ? words.neverSynced : words.synced(relativeTime(locale, lastSyncAt, now))
  const isWrong = lastSyncStatus === 'error' || lastSyncStatus === 'partial'
  const colour = lastSyncStatus === 'error' ? 'text-danger' : 'text-caution'
  return (
    <div className="pr-2 text-small">
      <p className="text-muted">{paused ? words.paused : when}</p>
      {isWrong && !paused && (
        <div className={`mt-0.5 flex gap-1.5 ${colour}`}>
          <Icon name="warning" />
          <p className="min-w-0 wrap-anywhere">
            <span className="font-semibold">
              {lastSyncStatus === 'error' ? words.failing : words.partial}
            </span>
            {lastSyncWords !== null && (
              <span className="block">
                {lastSyncWords[language].what} {lastSyncWords[language].remedy}
              </span>
            )}
            {lastSyncError !== null && lastSyncWords === null && (
              <span lang="en" className="block">
                {lastSyncError}
              </span>
            )}
          </p>
        </div>
      )}
      {isWrong && !paused && (
        <ReconnectButton
          integration={integration}
          problem={integration.lastSyncProblem}
          said={allWords.connect.connected(integration.name)}
        />
      )}
      {integration.sendError !== null && (
        <p className="mt-0.5 flex gap-1.5 text-danger">
          <Icon name="warning" />
          <span className="font-semibold">{allWords.outgoing.heldHere}</span>
        </p>
      )}
    </div>
  )
}
