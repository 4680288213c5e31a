import { type ReactElement, useState } from 'react'
import { usePermissions } from '../api/session.ts'
import type { IntegrationView } from '../api/types.ts'
import { formKindOf } from '../channels/channel-kinds.ts'
import { useWords } from '../language/language.ts'
import { ChannelDialog } from '../layout/fetched-dialogs.ts'
import { ReconnectButton } from '../mailboxes/reconnect-button.tsx'
import { Button } from '../ui/button.tsx'

/** The one thing that lets mail leave again: the right password, a new sign-in, or the settings of a number. */
export function CorrectLogin({
  integration,
}: {
  readonly integration: IntegrationView
}): ReactElement | null {
  const words = useWords().outgoing
  const { canManage } = usePermissions()
  const [isOpen, setOpen] = useState(false)
  const kind = formKindOf(integration.type)
  if (!canManage) return null
  if (kind === null) {
    return (
      <ReconnectButton
        integration={integration}
        problem={integration.sendProblem}
        said={words.released(integration.name)}
      />
    )
  }
  return (
    <>
      <Button className="mt-1.5" onClick={() => setOpen(true)}>
        {words.correct}
      </Button>
      {isOpen && <ChannelDialog {...{ kind, integration }} onClose={() => setOpen(false)} />}
    </>
  )
}
