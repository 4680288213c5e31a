import type { ReactElement } from 'react'
import { useReconnect } from '../api/accounts.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'

/** For an account whose provider ended the access: nothing else would help. */
export function ReconnectButton({
  integration,
}: {
  readonly integration: IntegrationView
}): ReactElement | null {
  const words = useWords()
  const { canManage } = usePermissions()
  const reconnect = useReconnect()
  const key = integration.lastSyncProblem?.key
  if (!canManage || (key !== 'signed-out' && key !== 'sign-in-refused')) return null
  const complain = (error: Error) => notify(words.problems[problemOf(error).code], { tone: 'danger' })
  return (
    <Button
      className="mt-1"
      disabled={reconnect.isPending}
      onClick={() => reconnect.mutate(integration, { onError: complain })}
    >
      {words.account.reconnect}
    </Button>
  )
}
