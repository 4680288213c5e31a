import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { preferences, setPreferences } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { type Shortcut, shortcuts } from './shortcuts.ts'

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The table of shortcuts, and the switch for the single letters. */
export function ShortcutHelp({
  open,
  onClose,
}: {
  readonly open: boolean
  readonly onClose: () => void
}): ReactElement {
  const words = useWords().shortcuts
  const { singleLetters } = useStore(preferences)
  return (
    <Dialog title={words.title} open={open} onClose={onClose}>
      <div className="overflow-y-auto px-5 py-4">
        <table className="w-full">
          <thead className="sr-only">
            <tr>
              <th scope="col">{words.action}</th>
              <th scope="col">{words.key}</th>
            </tr>
          </thead>
          <tbody>
            {shortcuts.map((shortcut) => (
              <tr key={shortcut.name} className="border-b last:border-0">
                <td className="py-1.5">{words.names[shortcut.name]}</td>
                <td className="py-1.5 text-right whitespace-nowrap">
                  <Keys shortcut={shortcut} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <label className="mt-4 flex items-start gap-2.5 rounded-lg bg-canvas p-3">
          <input
            type="checkbox"
            className="mt-0.5 size-4"
            checked={singleLetters}
            onChange={(event) => setPreferences({ singleLetters: event.target.checked })}
          />
          <span>
            <span className="block font-medium">{words.singleLetters}</span>
            <span className="block text-muted text-small">{words.singleLettersHint}</span>
          </span>
        </label>
      </div>
    </Dialog>
  )
}

function Keys({ shortcut }: { readonly shortcut: Shortcut }): ReactElement {
  const { key, shift = false, command = false } = shortcut
  const names = [
    ...(command ? [isApple ? '⌘' : 'Ctrl'] : []),
    ...(shift ? [isApple ? '⇧' : 'Shift'] : []),
    capOf(key),
  ]
  return (
    <span className="inline-flex gap-1">
      {names.map((name) => (
        <kbd
          key={name}
          className="min-w-6 rounded border border-line border-b-2 bg-surface px-1.5 py-0.5 text-center font-sans text-small"
        >
          {name}
        </kbd>
      ))}
    </span>
  )
}

function capOf(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key
}
