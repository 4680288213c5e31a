import { type ReactElement, type ReactNode, useId } from 'react'

interface Props {
  readonly label: string
  readonly hint?: string | undefined
  /** A string is the API's own, in English. */
  readonly error?: ReactNode
  readonly className?: string
  readonly children: (control: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
    readonly 'aria-invalid': true | undefined
  }) => ReactNode
}

/** A control with its label, its hint and, tied to it, what is wrong with it. */
export function Field({ label, hint, error = null, className = '', children }: Props): ReactElement {
  const id = useId()
  const described = [hint === undefined ? [] : [`${id}-hint`], error === null ? [] : [`${id}-error`]].flat()
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': error === null ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-muted text-small">
          {hint}
        </p>
      )}
      {error !== null && (
        <p
          id={`${id}-error`}
          lang={typeof error === 'string' ? 'en' : undefined}
          className="font-medium text-danger text-small"
        >
          {error}
        </p>
      )}
    </div>
  )
}

/** The look of a text box or a choice. */
export const controlStyle =
  'min-h-8 w-full min-w-0 rounded-md border border-field bg-surface px-2.5 py-1 aria-invalid:border-danger focus-visible:outline-offset-0'
