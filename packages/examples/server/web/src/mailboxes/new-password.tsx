import { type FormEvent, type ReactElement, useState } from 'react'
import { useNewPassword } from '../api/integrations.ts'
import { problemOf } from '../api/problem.ts'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { AccountProblems } from './account-problems.tsx'
import { passwordRefused } from './connect-fields.tsx'

interface Props {
  readonly integration: IntegrationView
  readonly problem: IntegrationView['sendProblem']
  /** What is said once it works. */
  readonly said: string
  readonly onClose: () => void
}

/** For a mailbox whose password was changed: the new one is tried before it is stored. */
export function NewPassword({ integration, problem: before, said, onClose }: Props): ReactElement {
  const words = useWords()
  const [password, setPassword] = useState('')
  const [outgoing, setOutgoing] = useState('')
  // Secrets are replaced as a whole: a mailbox that has one for each server is asked for both.
  const hasTwo = before?.field?.startsWith('secrets.smtp') ?? false
  const change = useNewPassword()
  const problem = change.error === null ? null : problemOf(change.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { integration, password, outgoing: hasTwo ? outgoing : null },
      {
        onSuccess: () => {
          notify(said)
          onClose()
        },
      },
    )
  }
  return (
    <Dialog open title={integration.name} onClose={onClose}>
      <form onSubmit={submit} autoComplete="off">
        <div className="flex flex-col gap-3 px-5 py-4">
          <TextField
            label={words.connect.password}
            type="password"
            required
            autoComplete="new-password"
            value={password}
            error={passwordRefused(problem, words.connect.passwordRefused)}
            onChange={setPassword}
          />
          {hasTwo && (
            <TextField
              label={words.outgoing.outgoingPassword}
              type="password"
              required
              autoComplete="new-password"
              value={outgoing}
              onChange={setOutgoing}
            />
          )}
          {problem !== null && problem.problems.length > 0 && <AccountProblems problems={problem.problems} />}
          {problem !== null && problem.problems.length === 0 && <ProblemNote problem={problem} />}
        </div>
        <footer className="flex justify-end gap-2 border-t px-5 py-3">
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button type="submit" tone="primary" disabled={change.isPending}>
            {words.connect.submit}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
