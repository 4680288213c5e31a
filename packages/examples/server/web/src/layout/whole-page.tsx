import type { ReactElement, ReactNode } from 'react'
import { IconButton } from '../ui/icon-button.tsx'

interface Props {
  readonly title: string
  /** Where the way back leads to, in words. */
  readonly back: string
  readonly onBack: () => void
  readonly action?: ReactNode
  readonly className: string
  readonly children: ReactNode
}

/** A page in the place of list and conversation: its title, the way back, and what scrolls. */
export function WholePage({ title, back, onBack, action, className, children }: Props): ReactElement {
  return (
    <section
      id="list"
      tabIndex={-1}
      aria-labelledby="page-title"
      className={`flex min-h-0 min-w-0 flex-col bg-canvas outline-none narrow:col-span-2 narrow:border-l ${className}`}
    >
      <header className="flex min-h-13 items-center gap-2 border-b bg-surface py-2 pr-3 pl-2">
        <IconButton icon="back" label={back} onClick={onBack} />
        <h2 id="page-title" className="min-w-0 flex-1 truncate font-semibold text-body">
          {title}
        </h2>
        {action}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="focus-inset min-h-0 flex-1 overflow-y-auto px-4 py-4">
        <div className="mx-auto flex h-full max-w-3xl flex-col gap-4">{children}</div>
      </div>
    </section>
  )
}
