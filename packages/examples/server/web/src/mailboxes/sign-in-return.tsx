import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useFinishSignIn } from '../api/accounts.ts'
import { problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AccountProblems } from './account-problems.tsx'

/** Finishes what was begun at a provider's page. It is there only when the person comes back from one. */
export function SignInReturn(): ReactElement | null {
  const words = useWords()
  const [url] = useState(returnAddress)
  const [isOpen, setOpen] = useState(url !== null)
  const finish = useFinishSignIn()
  const begun = useRef(false)
  const problem = finish.error === null ? null : problemOf(finish.error)
  useEffect(() => {
    if (url === null || begun.current) return
    begun.current = true
    // The code is good once; neither a reload nor the history should hold on to it.
    history.replaceState(null, '', './')
    finish.mutate(url, {
      onSuccess: ({ name }) => {
        notify(words.connect.connected(name))
        setOpen(false)
      },
    })
  }, [url, finish.mutate, words])
  if (!isOpen) return null
  const title = problem === null ? words.connect.title : words.account.notFinished
  return (
    <Dialog open title={title} onClose={() => setOpen(false)}>
      <div className="flex flex-col gap-3 px-5 py-4">
        {problem === null && <p role="status">{words.account.finishing}</p>}
        {problem !== null && problem.problems.length > 0 && <AccountProblems problems={problem.problems} />}
        {problem !== null && problem.problems.length === 0 && <ProblemNote problem={problem} />}
      </div>
      <footer className="flex justify-end gap-2 border-t px-5 py-3">
        <Button onClick={() => setOpen(false)}>{words.app.close}</Button>
      </footer>
    </Dialog>
  )
}

function returnAddress(): string | null {
  const isReturn = location.pathname.endsWith('/sign-in') && new URLSearchParams(location.search).has('state')
  return isReturn ? location.href : null
}
