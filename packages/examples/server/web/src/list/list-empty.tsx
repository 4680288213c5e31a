import { type ReactElement, useState } from 'react'
import { useIntegrations } from '../api/integrations.ts'
import { usePermissions } from '../api/session.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { ConnectChannel } from '../layout/fetched-dialogs.ts'
import { MailboxState } from '../mailboxes/mailbox-state.tsx'
import { SyncButton } from '../mailboxes/sync-button.tsx'
import { defaultStatus, goTo, usePlace } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { statusName } from '../ui/status-name.ts'

/** Why the list is empty: nothing connected, nothing arriving, a filter, or simply no work. */
export function ListEmpty({ isReading }: { readonly isReading: boolean }): ReactElement | null {
  const words = useWords().empty
  const allWords = useWords()
  const { status } = usePlace()
  const { data: integrations } = useIntegrations()
  const { canWrite } = usePermissions()
  if (integrations === undefined && canWrite) return null
  if (isReading) {
    return <EmptyState icon="sync" title={words.reading} hint={words.readingHint} />
  }
  if (integrations?.length === 0) return <NothingConnected />
  if (status === 'all') return <EmptyState icon="all" title={words.nothing} hint={words.nothingHint} />
  if (status !== defaultStatus) {
    return (
      <EmptyState icon="all" title={words.filter} hint={words.filterHint(statusName(status, allWords))}>
        <Button onClick={() => goTo({ status: defaultStatus })}>{words.clearFilter}</Button>
      </EmptyState>
    )
  }
  const failing = (integrations ?? []).filter((integration) => integration.lastSyncStatus === 'error')
  if (failing.length > 0) return <SyncFailing failing={failing} />
  return (
    <EmptyState icon="check" title={words.folder} hint={words.folderHint}>
      <Button onClick={() => goTo({ status: 'all' })}>{words.showAll}</Button>
    </EmptyState>
  )
}

function NothingConnected(): ReactElement {
  const words = useWords()
  const { canManage } = usePermissions()
  const [connecting, setConnecting] = useState(false)
  const hint = canManage ? words.empty.nothingConnectedHint : words.empty.askAdministrator
  return (
    <EmptyState icon="inbox" title={words.empty.nothingConnected} hint={hint}>
      {canManage && (
        <Button tone="primary" onClick={() => setConnecting(true)}>
          {words.mailboxes.connect}
        </Button>
      )}
      {connecting && <ConnectChannel onClose={() => setConnecting(false)} />}
    </EmptyState>
  )
}

function SyncFailing({ failing }: { readonly failing: readonly IntegrationView[] }): ReactElement {
  const words = useWords()
  const { canWrite } = usePermissions()
  return (
    <EmptyState
      icon="warning"
      tone="danger"
      title={words.empty.syncFailing}
      hint={words.empty.syncFailingHint}
    >
      <ul className="flex flex-col gap-2 text-left">
        {failing.map((integration) => (
          <li key={integration.id} className="rounded-lg border px-3 py-2">
            <p className="font-medium">{integration.name}</p>
            <MailboxState integration={integration} />
          </li>
        ))}
      </ul>
      {canWrite && <SyncButton integrations={failing} />}
    </EmptyState>
  )
}
