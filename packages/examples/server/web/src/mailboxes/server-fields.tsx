import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { Choice } from '../ui/choice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type Security, securities } from './imap-form.ts'

interface Entry<Value> {
  readonly value: Value
  readonly error: string | null
  readonly onChange: (value: Value) => void
}

interface Props {
  readonly title: string
  readonly host: Entry<string>
  readonly port: Entry<string>
  readonly security: Entry<Security>
}

/** Where a mail server is and how it is spoken to. */
export function ServerFields({ title, host, port, security }: Props): ReactElement {
  const words = useWords().connect
  return (
    <fieldset className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-[1fr_6rem_9rem]">
      <legend className="mb-2 font-semibold text-muted text-small">{title}</legend>
      <TextField
        label={words.host}
        required
        {...host}
        className="col-span-2 sm:col-span-1"
        spellCheck={false}
      />
      <TextField label={words.port} required inputMode="numeric" pattern="[0-9]{1,5}" {...port} />
      <Choice
        label={words.security}
        options={securities.map((value) => ({ value, label: words.securities[value] }))}
        {...security}
      />
    </fieldset>
  )
}
