import type { ReactElement } from 'react'
import { controlStyle, Field } from './field.tsx'

interface Props<Value extends string> {
  readonly label: string
  /** Spoken but not shown, where the place already says it. */
  readonly labelHidden?: boolean
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly error?: string | null
  readonly className?: string
  readonly onChange: (value: Value) => void
}

/** One of a few values, as the platform's own list: it works with every keyboard, phone and screen reader. */
export function Choice<Value extends string>(props: Props<Value>): ReactElement {
  const { label, labelHidden = false, value, options, error = null, className = '', onChange } = props
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option !== undefined) onChange(option.value)
  }
  const list = options.map((option) => (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  ))
  if (labelHidden) {
    return (
      <select
        aria-label={label}
        value={value}
        onChange={(event) => choose(event.target.value)}
        className={`${controlStyle} ${className}`}
      >
        {list}
      </select>
    )
  }
  return (
    <Field label={label} error={error} className={className}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={(event) => choose(event.target.value)}
          className={controlStyle}
        >
          {list}
        </select>
      )}
    </Field>
  )
}
