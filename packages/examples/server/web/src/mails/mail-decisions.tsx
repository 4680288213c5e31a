import { type ReactElement, useState } from 'react'
import { type MailDecision, useDecideMail, useRemoveMail } from '../api/mails.ts'
import { problemOf } from '../api/problem.ts'
import { usePermissions } from '../api/session.ts'
import type { Mail } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

const decisions: Readonly<Partial<Record<Mail['delivery']['state'], readonly MailDecision[]>>> = {
  ready: ['cancel'],
  failed: ['resend'],
  unknown: ['resend', 'mark-sent'],
}

/** What can be done about a mail: taken back while it waits, sent again, marked as sent, deleted. */
export function MailDecisions({ mail }: { readonly mail: Mail }): ReactElement | null {
  const words = useWords()
  const { canWrite, canManage } = usePermissions()
  const decide = useDecideMail(mail.id)
  const [isRemoving, setRemoving] = useState(false)
  const offered = decisions[mail.delivery.state] ?? []
  if (!canWrite) return null
  const choose = (decision: MailDecision) =>
    decide.mutate(decision, {
      onSuccess: () => {
        if (decision === 'cancel') notify(words.mails.cancelled)
      },
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {offered.map((decision) => (
        <Button key={decision} disabled={decide.isPending} onClick={() => choose(decision)}>
          {words.mails[decision]}
        </Button>
      ))}
      {canManage && mail.delivery.state !== 'sending' && (
        <Button tone="danger" onClick={() => setRemoving(true)}>
          {words.mails.remove}
        </Button>
      )}
      {isRemoving && <Removal id={mail.id} onClose={() => setRemoving(false)} />}
    </div>
  )
}

function Removal({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement {
  const words = useWords()
  const remove = useRemoveMail(id)
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        goTo({ page: 'mails' }, { replace: true })
        notify(words.mails.removed)
      },
    })
  return (
    <ConfirmDialog
      open
      title={words.mails.removeTitle}
      question={words.mails.removeQuestion}
      action={words.app.remove}
      problem={remove.error === null ? null : problemOf(remove.error)}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}
