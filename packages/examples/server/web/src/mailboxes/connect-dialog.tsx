import { type FormEvent, type ReactElement, useState } from 'react'
import { useConnectIntegration, useVerifyIntegration } from '../api/integrations.ts'
import { isAllAt, problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ConnectFields } from './connect-fields.tsx'
import { emptyImapForm, formFields, type ImapForm, integrationOf } from './imap-form.ts'

/** Connects a mailbox over IMAP and SMTP. What the API refuses is shown at the field it names. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const words = useWords()
  const [form, setForm] = useState(emptyImapForm)
  const connect = useConnectIntegration()
  const verify = useVerifyIntegration()
  const isBusy = connect.isPending || verify.isPending
  const error = connect.error ?? verify.error
  const problem = error === null ? null : problemOf(error)

  const change = (next: ImapForm) => {
    setForm(next)
    connect.reset()
    verify.reset()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    verify.reset()
    connect.mutate(integrationOf(form), {
      onSuccess: ({ name }) => {
        notify(words.connect.connected(name))
        onClose()
      },
    })
  }
  const test = (formElement: HTMLFormElement | null) => {
    connect.reset()
    if (formElement?.reportValidity()) verify.mutate(integrationOf(form))
  }

  return (
    <Dialog wide open title={words.connect.title} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col" autoComplete="off">
        <div className="flex flex-col gap-5 overflow-y-auto px-5 py-4">
          <p className="text-muted">{words.connect.intro}</p>
          <ConnectFields form={form} problem={problem} onChange={change} />
          {/* A refused login is said at the password. */}
          {problem !== null && problem.code !== 'authentication-failed' && (
            <ProblemNote problem={problem} detailShown={isAllAt(problem, formFields)} />
          )}
          {verify.isSuccess && (
            <p role="status" className="flex items-center gap-2 font-medium text-accent">
              <Icon name="check" />
              {words.connect.verified}
            </p>
          )}
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">
          <Button disabled={isBusy} onClick={(event) => test(event.currentTarget.form)}>
            {words.connect.verify}
          </Button>
          <span className="flex-1" />
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button type="submit" tone="primary" disabled={isBusy}>
            {words.connect.submit}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
