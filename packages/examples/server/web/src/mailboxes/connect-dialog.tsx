import { type FormEvent, type ReactElement, useState } from 'react'
import { type Candidate, useDiscover, useSignIn } from '../api/accounts.ts'
import { useConnectIntegration, useVerifyIntegration } from '../api/integrations.ts'
import { isAllAt, type Problem, problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AccountProblems } from './account-problems.tsx'
import { AddressStep } from './address-step.tsx'
import { ConnectActions } from './connect-actions.tsx'
import { ConnectFields } from './connect-fields.tsx'
import { FoundStep } from './found-step.tsx'
import { emptyImapForm, formFields, formOfCandidate, type ImapForm, integrationOf } from './imap-form.ts'

/** Which of its three pages the dialog shows; `manual` after a search that found nothing says so. */
export type Step =
  | { readonly page: 'address' }
  | { readonly page: 'found'; readonly candidate: Candidate }
  | { readonly page: 'manual'; readonly searched: boolean }

/** Connects a mailbox: an address, what is known about it, and the proof of owning it. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const words = useWords()
  const [form, setForm] = useState(emptyImapForm)
  const [step, setStep] = useState<Step>({ page: 'address' })
  const discover = useDiscover()
  const signIn = useSignIn()
  const connect = useConnectIntegration()
  const verify = useVerifyIntegration()
  const calls = [discover, signIn, connect, verify]
  const error = calls.find((call) => call.error !== null)?.error ?? null
  const problem = error === null ? null : problemOf(error)
  const forget = () => {
    for (const call of calls) call.reset()
  }
  const change = (next: ImapForm) => {
    setForm(next)
    forget()
  }
  const go = (next: Step) => {
    forget()
    setStep(next)
  }
  const search = () =>
    discover.mutate(form.address.trim(), {
      onSuccess: (candidate) => {
        if (candidate === null) return go({ page: 'manual', searched: true })
        setForm((typed) => formOfCandidate(candidate, typed))
        go({ page: 'found', candidate })
      },
    })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    forget()
    if (step.page === 'address') return search()
    connect.mutate(integrationOf(form), {
      onSuccess: ({ name }) => {
        notify(words.connect.connected(name))
        onClose()
      },
    })
  }
  const begin = (provider: string) => {
    const { name, settings } = integrationOf(form)
    signIn.mutate({ provider, name, settings })
  }

  return (
    <Dialog wide open title={words.connect.title} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col" autoComplete="off">
        <div className="flex flex-col gap-5 overflow-y-auto px-5 py-4">
          <StepPage
            {...{ form, step, problem }}
            isSearching={discover.isPending}
            onChange={change}
            onSignIn={begin}
          />
          <Problems problem={problem} />
          {verify.isSuccess && (
            <p role="status" className="flex items-center gap-2 font-medium text-accent">
              <Icon name="check" />
              {words.connect.verified}
            </p>
          )}
        </div>
        <ConnectActions
          step={step}
          isBusy={calls.some((call) => call.isPending)}
          onGo={go}
          onTest={() => verify.mutate(integrationOf(form))}
          onForget={forget}
          onClose={onClose}
        />
      </form>
    </Dialog>
  )
}

interface PageProps {
  readonly form: ImapForm
  readonly step: Step
  readonly problem: Problem | null
  readonly isSearching: boolean
  readonly onChange: (form: ImapForm) => void
  readonly onSignIn: (provider: string) => void
}

function StepPage({ form, step, problem, isSearching, onChange, onSignIn }: PageProps): ReactElement {
  const words = useWords()
  if (step.page === 'address') {
    const change = (address: string) => onChange({ ...form, address })
    return <AddressStep {...{ problem, isSearching }} address={form.address} onChange={change} />
  }
  if (step.page === 'found') {
    return <FoundStep {...{ form, problem, onChange, onSignIn }} candidate={step.candidate} />
  }
  return (
    <>
      <p className="text-muted">{step.searched ? words.account.nothingFound : words.connect.intro}</p>
      <ConnectFields {...{ form, problem, onChange }} />
    </>
  )
}

/** An account's own words where there are some; what is wrong with a field is said there. */
function Problems({ problem }: { readonly problem: Problem | null }): ReactElement | null {
  if (problem === null) return null
  if (problem.problems.length > 0) return <AccountProblems problems={problem.problems} />
  return <ProblemNote problem={problem} detailShown={isAllAt(problem, [...formFields, 'address'])} />
}
