import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { announcement, dismiss, notices } from '../state/notices.ts'
import { useStore } from '../state/store.ts'
import { IconButton } from './icon-button.tsx'

/** Short sentences at the bottom, and the one live region of the page. */
export function Notices(): ReactElement {
  const words = useWords()
  const shown = useStore(notices)
  const spoken = useStore(announcement)
  return (
    <>
      <div role="status" aria-live="polite" className="sr-only">
        {spoken}
      </div>
      <section
        aria-label={words.app.notifications}
        className="pointer-events-none fixed z-50 flex flex-col items-center gap-2 px-4 max-narrow:inset-x-0 max-narrow:top-26 narrow:bottom-4 narrow:left-60 narrow:w-96"
      >
        {shown.map((notice) => (
          <div
            key={notice.id}
            className={`pointer-events-auto flex max-w-lg items-center gap-2 rounded-lg border py-1.5 pr-1.5 pl-4 shadow-xl ${notice.tone === 'danger' ? 'border-danger bg-danger-soft text-danger' : 'bg-raised'}`}
          >
            <p className="py-1 font-medium">{notice.text}</p>
            {notice.undo !== null && (
              <button
                type="button"
                className="min-h-7 rounded-md px-2 font-semibold text-accent hover:bg-hover"
                onClick={() => {
                  notice.undo?.()
                  dismiss(notice.id)
                }}
              >
                {words.app.undo}
              </button>
            )}
            <IconButton icon="close" label={words.app.dismiss} onClick={() => dismiss(notice.id)} />
          </div>
        ))}
      </section>
    </>
  )
}
