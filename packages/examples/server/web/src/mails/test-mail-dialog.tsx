import { type FormEvent, type ReactElement, useState } from 'react'
import { useTestMail } from '../api/mails.ts'
import { problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { newKey } from '../state/new-key.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'

/** Tries whether the application's mail leaves and arrives. */
export function TestMailDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const words = useWords()
  const [to, setTo] = useState('')
  const [key] = useState(newKey)
  const test = useTestMail()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const address = to.trim()
    test.mutate(
      { to: address, key: key + address },
      {
        onSuccess: () => {
          notify(words.mails.tested(address))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog open title={words.mails.test} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="flex flex-col gap-3 px-5 py-4">
          <TextField
            label={words.mails.testTo}
            hint={words.mails.testHint}
            type="email"
            required
            value={to}
            onChange={setTo}
          />
          {test.error !== null && <ProblemNote problem={problemOf(test.error)} />}
        </div>
        <footer className="flex justify-end gap-2 border-t px-5 py-3">
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button type="submit" tone="primary" disabled={test.isPending}>
            {words.mails.testSend}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
