import { type ReactElement, useState } from 'react'
import { isCalled, useIntegrations } from '../api/integrations.ts'
import { usePermissions } from '../api/session.ts'
import { PaneSection } from '../folders/pane-section.tsx'
import { useWords } from '../language/language.ts'
import { ConnectChannel } from '../layout/fetched-dialogs.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { MailboxItem } from './mailbox-item.tsx'
import { SyncButton } from './sync-button.tsx'

/** The connected mailboxes: whether mail is really arriving, and how to look now. */
export function MailboxSection(): ReactElement | null {
  const words = useWords()
  const { data: integrations = [] } = useIntegrations()
  const { canManage, canWrite } = usePermissions()
  const [connecting, setConnecting] = useState(false)
  const asked = integrations.filter((integration) => !isCalled(integration))
  if (!canWrite) return null
  return (
    <PaneSection
      title={words.mailboxes.title}
      action={
        canManage && (
          <IconButton icon="plus" label={words.mailboxes.connect} onClick={() => setConnecting(true)} />
        )
      }
    >
      <ul className="flex flex-col gap-1">
        {integrations.map((integration) => (
          <MailboxItem key={integration.id} integration={integration} canManage={canManage} />
        ))}
      </ul>
      {asked.length > 0 && <SyncButton integrations={asked} />}
      {connecting && <ConnectChannel onClose={() => setConnecting(false)} />}
    </PaneSection>
  )
}
