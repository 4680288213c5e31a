import { type FormEvent, type ReactElement, useState } from 'react'
import type { MailFilter } from '../api/mails.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { TextField } from '../ui/text-field.tsx'

const states = ['all', 'ready', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const

interface Props {
  readonly filter: MailFilter
  readonly onChange: (filter: MailFilter) => void
}

/** By what became of a mail, and by who was to get it. */
export function MailFilters({ filter, onChange }: Props): ReactElement {
  const words = useWords().mails
  const [recipient, setRecipient] = useState(filter.recipient)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange({ ...filter, recipient: recipient.trim() })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <Choice
        label={words.state}
        value={filter.state ?? 'all'}
        options={states.map((value) => ({
          value,
          label: value === 'all' ? words.all : words.states[value],
        }))}
        onChange={(state) => onChange({ ...filter, state: state === 'all' ? null : state })}
        className="min-w-40"
      />
      <TextField
        label={words.recipient}
        hint={words.recipientHint}
        type="email"
        autoComplete="off"
        value={recipient}
        onChange={(next) => {
          setRecipient(next)
          // Emptied: everybody again.
          if (next === '') onChange({ ...filter, recipient: '' })
        }}
        className="min-w-40 flex-1"
      />
      <Button type="submit" className="min-h-8 sm:mt-6">
        {words.filter}
      </Button>
    </form>
  )
}
