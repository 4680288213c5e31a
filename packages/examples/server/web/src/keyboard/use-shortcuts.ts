import { useEffect, useRef } from 'react'
import { preferences } from '../state/preferences.ts'
import { type ShortcutName, shortcutOf } from './shortcuts.ts'

export type ShortcutHandlers = Readonly<Partial<Record<ShortcutName, () => void>>>

/** Runs the handler of each single-key shortcut, except while typing, in a dialog or menu, or when switched off. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey) return
      if (!preferences.get().singleLetters || isBusy(event.target)) return
      const name = shortcutOf(event)
      const handler = name === null ? undefined : latest.current[name]
      if (handler === undefined) return
      event.preventDefault()
      handler()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]') !== null
}
