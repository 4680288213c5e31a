import type { ButtonHTMLAttributes, ReactElement } from 'react'

export type ButtonTone = 'primary' | 'outline' | 'quiet' | 'danger'

const tones: Readonly<Record<ButtonTone, string>> = {
  primary: 'bg-accent text-on-accent font-semibold hover:bg-accent-strong',
  outline: 'border border-line bg-surface font-medium hover:bg-hover',
  quiet: 'text-muted font-medium hover:bg-hover hover:text-ink',
  danger: 'border border-line bg-surface text-danger font-medium hover:bg-danger-soft',
}

/** The look of a button, for elements that are one by other means (menu triggers, links). */
export function buttonStyle(tone: ButtonTone = 'outline'): string {
  return `inline-flex min-h-7 items-center justify-center gap-1.5 rounded-md px-2.5 py-1 whitespace-nowrap transition-colors disabled:opacity-55 ${tones[tone]}`
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { readonly tone?: ButtonTone }

export function Button({ tone, className = '', ...rest }: Props): ReactElement {
  return <button type="button" {...rest} className={`${buttonStyle(tone)} ${className}`} />
}
