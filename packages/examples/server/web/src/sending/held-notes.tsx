import type { ReactElement } from 'react'
import { useIntegrations } from '../api/integrations.ts'
import { useOutgoing } from '../api/outgoing.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { preferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { Icon } from '../ui/icon.tsx'
import { CorrectLogin } from './correct-login.tsx'

/** The mailboxes over which nothing leaves: their login was refused, until somebody corrects it, or their server is silent. */
export function HeldNotes(): ReactElement | null {
  const { data: integrations = [] } = useIntegrations()
  const held = integrations.filter(({ sendError }) => sendError !== null)
  if (held.length === 0) return null
  return (
    <div className="flex flex-col">
      {held.map((integration) => (
        <HeldNote key={integration.id} integration={integration} />
      ))}
    </div>
  )
}

function HeldNote({ integration }: { readonly integration: IntegrationView }): ReactElement {
  const words = useWords().outgoing
  const { language } = useStore(preferences)
  const { data: unsent = [], hasNextPage } = useOutgoing('unsent')
  const { id, name, sendWords, sendError } = integration
  const waiting = unsent.filter((one) => one.integrationId === id && one.delivery?.state === 'ready').length
  const said = sendWords?.[language]
  return (
    <div role="alert" className="flex gap-2 border-b bg-danger-soft px-4 py-2.5 text-danger">
      <Icon name="warning" className="mt-0.5" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="font-semibold">
          {words.held(name)}
          {waiting > 0 && (
            <span className="font-medium">
              {' '}
              {(hasNextPage ? words.atLeastWaiting : words.waiting)(waiting)}
            </span>
          )}
        </p>
        {said === undefined ? (
          <p lang="en">{sendError}</p>
        ) : (
          <p>
            {said.what} {said.remedy}
          </p>
        )}
        <CorrectLogin integration={integration} />
      </div>
    </div>
  )
}
