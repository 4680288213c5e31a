import { type ReactElement, useState } from 'react'
import { useReconnect } from '../api/accounts.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { NewPassword } from './new-password.tsx'

const passwordProblems: ReadonlySet<string> = new Set(['password-refused', 'app-password-needed'])
const signInProblems: ReadonlySet<string> = new Set(['signed-out', 'sign-in-refused'])

interface Props {
  readonly integration: IntegrationView
  /** What is wrong with it; null where that is not known. */
  readonly problem: IntegrationView['sendProblem']
  /** What is said once its new password works. */
  readonly said: string
}

/** For an account that lets us in no more until a person does something: the one thing that helps. */
export function ReconnectButton({ integration, problem, said }: Props): ReactElement | null {
  const words = useWords()
  const { canManage } = usePermissions()
  const reconnect = useReconnect()
  const [isAsking, setAsking] = useState(false)
  const key = problem?.key ?? ''
  if (!canManage) return null
  if (passwordProblems.has(key)) {
    return (
      <>
        <Button className="mt-1" onClick={() => setAsking(true)}>
          {words.account.newPassword}
        </Button>
        {isAsking && <NewPassword {...{ integration, problem, said }} onClose={() => setAsking(false)} />}
      </>
    )
  }
  if (!signInProblems.has(key)) return null
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
