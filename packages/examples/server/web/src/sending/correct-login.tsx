import { type ReactElement, useState } from 'react'
import { useChangeIntegration } from '../api/integrations.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import type { IntegrationView } from '../api/types.ts'
import { formKindOf } from '../channels/channel-kinds.ts'
import { useWords } from '../language/language.ts'
import { ChannelDialog } from '../layout/fetched-dialogs.ts'
import { ReconnectButton } from '../mailboxes/reconnect-button.tsx'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'

interface Props {
  readonly integration: IntegrationView
}

/** What lets mail leave again: the right password, a new sign-in, the settings of a number, or simply another try. */
export function CorrectLogin({ integration }: Props): ReactElement | null {
  const words = useWords().outgoing
  const { canManage } = usePermissions()
  if (!canManage) return null
  return (
    <div className="mt-1 flex flex-wrap items-end gap-2">
      {formKindOf(integration.type) === null ? (
        <ReconnectButton
          integration={integration}
          problem={integration.sendProblem}
          said={words.released(integration.name)}
        />
      ) : (
        <CorrectChannel integration={integration} />
      )}
      <TryAgain integration={integration} />
    </div>
  )
}

function CorrectChannel({ integration }: Props): ReactElement | null {
  const words = useWords().outgoing
  const [isOpen, setOpen] = useState(false)
  const kind = formKindOf(integration.type)
  if (kind === null) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.correct}</Button>
      {isOpen && <ChannelDialog {...{ kind, integration }} onClose={() => setOpen(false)} />}
    </>
  )
}

/** After something was put right at the provider: saved settings, even the same ones, are tried at once. */
function TryAgain({ integration }: Props): ReactElement {
  const words = useWords()
  const change = useChangeIntegration()
  const { id, settings } = integration
  const tryAgain = () =>
    change.mutate(
      { id, changes: { settings } },
      {
        onSuccess: () => notify(words.outgoing.retried),
        onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
      },
    )
  return (
    <Button disabled={change.isPending} onClick={tryAgain}>
      {words.outgoing.retry}
    </Button>
  )
}
