import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import type { Step } from './connect-dialog.tsx'

interface Props {
  readonly step: Step
  readonly isBusy: boolean
  readonly onGo: (step: Step) => void
  readonly onTest: () => void
  readonly onForget: () => void
  readonly onClose: () => void
}

/** What can be done on each page of the dialog. */
export function ConnectActions({ step, isBusy, onGo, onTest, onForget, onClose }: Props): ReactElement {
  const words = useWords()
  const test = (form: HTMLFormElement | null) => {
    onForget()
    if (form?.reportValidity()) onTest()
  }
  const canConnect = step.page !== 'found' || step.candidate.logins.some((login) => login !== 'oauth2')
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">
      {step.page === 'manual' && (
        <Button disabled={isBusy} onClick={(event) => test(event.currentTarget.form)}>
          {words.connect.verify}
        </Button>
      )}
      {step.page !== 'manual' && (
        <Button tone="quiet" onClick={() => onGo({ page: 'manual', searched: false })}>
          {words.account.otherSettings}
        </Button>
      )}
      {step.page !== 'address' && (
        <Button tone="quiet" onClick={() => onGo({ page: 'address' })}>
          {words.account.change}
        </Button>
      )}
      <span className="flex-1" />
      <Button onClick={onClose}>{words.app.cancel}</Button>
      {canConnect && (
        <Button type="submit" tone="primary" disabled={isBusy}>
          {step.page === 'address' ? words.account.next : words.connect.submit}
        </Button>
      )}
    </footer>
  )
}
