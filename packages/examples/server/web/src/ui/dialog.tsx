import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../language/language.ts'
import { Icon } from './icon.tsx'
import { iconButtonStyle } from './icon-button.tsx'

interface Props {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A modal dialog: focus stays inside, Escape closes it and returns focus to where it was. */
export function Dialog({ title, open, onClose, wide = false, children }: Props): ReactElement {
  const words = useWords()
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[light-dark(#1a1c1a59,#000000a6)] transition-opacity duration-150 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Popup
          className={`fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] ${wide ? 'max-w-2xl' : 'max-w-md'} -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-raised shadow-2xl outline-none transition duration-150 data-[ending-style]:scale-[0.98] data-[ending-style]:opacity-0 data-[starting-style]:scale-[0.98] data-[starting-style]:opacity-0`}
        >
          <header className="flex items-center justify-between gap-4 border-b py-3 pr-3 pl-5">
            <Base.Title className="font-semibold text-title">{title}</Base.Title>
            <Base.Close className={iconButtonStyle} aria-label={words.app.close} title={words.app.close}>
              <Icon name="close" />
            </Base.Close>
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
