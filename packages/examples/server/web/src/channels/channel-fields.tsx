import type { ReactElement } from 'react'
import { errorAt, type Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { Choice } from '../ui/choice.tsx'
import { controlStyle, Field } from '../ui/field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type ChannelForm, nameIn } from './channel-form.ts'
import type { ChannelField, FieldGroup } from './channel-kinds.ts'

interface Props {
  readonly group: FieldGroup
  readonly form: ChannelForm
  readonly problem: Problem | null
  readonly onChange: (form: ChannelForm) => void
}

/** The fields that belong together, each with where its value is found. */
export function ChannelFields({ group, form, problem, onChange }: Props): ReactElement {
  const words = useWords().channels
  return (
    <fieldset className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <legend className="mb-2 font-semibold text-muted text-small">{words.groups[group.title]}</legend>
      {group.fields.map((field) => (
        <OneField
          key={field.path}
          field={field}
          value={form.values[field.path] ?? ''}
          error={errorAt(problem, field.path) ?? errorAt(problem, nameIn(field.path))}
          onChange={(value) => onChange({ ...form, values: { ...form.values, [field.path]: value } })}
        />
      ))}
    </fieldset>
  )
}

interface FieldProps {
  readonly field: ChannelField
  readonly value: string
  readonly error: string | null
  readonly onChange: (value: string) => void
}

function OneField({ field, value, error, onChange }: FieldProps): ReactElement {
  const { label, hint } = useWords().channels.fields[field.words]
  const required = field.required === true
  if (typeof field.as !== 'string') {
    const options = field.as.map((option) => ({ value: option, label: option }))
    const chosen = value === '' ? (field.as[0] ?? '') : value
    return <Choice {...{ label, options, error, onChange }} value={chosen} />
  }
  if (field.as === 'pem') {
    return (
      <Field {...{ label, hint, error }} className="sm:col-span-2">
        {(control) => (
          <textarea
            {...{ ...control, required, value }}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange(event.target.value)}
            className={`${controlStyle} font-mono text-small`}
          />
        )}
      </Field>
    )
  }
  return (
    <TextField
      {...{ label, hint, error, required, value, onChange }}
      type={field.as}
      spellCheck={false}
      autoComplete={field.as === 'password' ? 'new-password' : 'off'}
    />
  )
}
