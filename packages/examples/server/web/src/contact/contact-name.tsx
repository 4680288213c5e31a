import { type FormEvent, type ReactElement, useState } from 'react'
import { useRenameContact } from '../api/contacts.ts'
import { errorAt, problemOf } from '../api/problem.ts'
import type { Contact } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'

interface Props {
  readonly contact: Contact
  readonly canWrite: boolean
}

export function ContactName({ contact, canWrite }: Props): ReactElement {
  const words = useWords()
  const [draft, setDraft] = useState<string | null>(null)
  const name = draft ?? contact.name
  const rename = useRenameContact(contact.id)
  const problem = rename.error === null ? null : problemOf(rename.error)
  const fault = errorAt(problem, 'name')
  const save = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate(name.trim(), {
      onSuccess: () => {
        setDraft(null)
        notify(words.contact.saved)
      },
    })
  }
  if (!canWrite) return <p className="wrap-anywhere font-semibold text-title">{contact.name}</p>
  return (
    <form onSubmit={save} className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <TextField
          label={words.contact.name}
          value={name}
          onChange={setDraft}
          maxLength={200}
          error={fault}
          className="flex-1"
        />
        <Button type="submit" disabled={rename.isPending || name.trim() === contact.name}>
          {words.app.save}
        </Button>
      </div>
      {problem !== null && fault === null && <ProblemNote problem={problem} />}
    </form>
  )
}
