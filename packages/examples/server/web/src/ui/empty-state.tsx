import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface Props {
  readonly icon: IconName
  readonly title: string
  readonly hint: string
  readonly tone?: 'plain' | 'danger'
  readonly children?: ReactNode
}

/** Why there is nothing to see, and what to do about it. */
export function EmptyState({ icon, title, hint, tone = 'plain', children }: Props): ReactElement {
  const colours = tone === 'danger' ? 'bg-danger-soft text-danger' : 'bg-accent-soft text-accent'
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 px-8 py-12 text-center">
      <span className={`mb-3 flex size-11 items-center justify-center rounded-full ${colours}`}>
        <Icon name={icon} className="size-5" />
      </span>
      <p className="font-semibold text-body">{title}</p>
      <p className="max-w-xs text-balance text-muted">{hint}</p>
      {children !== undefined && <div className="mt-4 flex flex-col items-center gap-3">{children}</div>}
    </div>
  )
}
