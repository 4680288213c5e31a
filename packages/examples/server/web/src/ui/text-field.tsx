import type { InputHTMLAttributes, ReactElement, ReactNode } from 'react'
import { controlStyle, Field } from './field.tsx'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  readonly label: string
  readonly hint?: string
  readonly error?: ReactNode
  readonly onChange: (value: string) => void
}

export function TextField({
  label,
  hint,
  error = null,
  className = '',
  onChange,
  ...rest
}: Props): ReactElement {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <input
          type="text"
          {...rest}
          {...control}
          className={controlStyle}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
