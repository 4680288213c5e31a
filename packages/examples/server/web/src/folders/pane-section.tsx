import { type ReactElement, type ReactNode, useId } from 'react'

interface Props {
  readonly title: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A titled part of the left pane. */
export function PaneSection({ title, action, children }: Props): ReactElement {
  const id = useId()
  return (
    <section aria-labelledby={id} className="px-2">
      <div className="flex min-h-7 items-center justify-between pr-0.5 pl-2.5">
        <h2 id={id} className="font-semibold text-muted text-small">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
