import type { ButtonHTMLAttributes, ReactElement } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'children'> & {
  readonly icon: IconName
  readonly label: string
}

export const iconButtonStyle =
  'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink disabled:opacity-55'

/** A button with a drawing for a face; its label is its name and its tooltip. */
export function IconButton({ icon, label, className = '', ...rest }: Props): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`${iconButtonStyle} ${className}`}
    >
      <Icon name={icon} />
    </button>
  )
}
