import type { Dictionary } from '../language/french.ts'

export type ShortcutName = keyof Dictionary['shortcuts']['names']

export interface Shortcut {
  readonly name: ShortcutName
  /** Compared with `event.key`, the letter on the key cap, so that AZERTY and QWERTZ work. */
  readonly key: string
  readonly shift?: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly command?: boolean
}

/** Every shortcut there is: the page listens by this table and the help dialog shows it. */
export const shortcuts: readonly Shortcut[] = [
  { name: 'next', key: 'j' },
  { name: 'previous', key: 'k' },
  { name: 'reply', key: 'r' },
  { name: 'resolve', key: 'e' },
  { name: 'resolveAndNext', key: 'e', shift: true },
  { name: 'send', key: 'Enter', command: true },
  { name: 'sendAndResolve', key: 'Enter', command: true, shift: true },
  { name: 'leave', key: 'Escape' },
  { name: 'help', key: '?' },
]

type Keys = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** The shortcut that was pressed; null when none was. */
export function shortcutOf(event: Keys): ShortcutName | null {
  const pressed = shortcuts.find((shortcut) => matches(shortcut, event))
  return pressed?.name ?? null
}

function matches({ key, shift = false, command = false }: Shortcut, event: Keys): boolean {
  if (event.altKey || command !== (event.ctrlKey || event.metaKey)) return false
  // A sign like `?` needs Shift on some keyboards and not on others: only letters and named keys compare it.
  const comparesShift = /^\p{Letter}/u.test(key)
  return event.key.toLowerCase() === key.toLowerCase() && (!comparesShift || shift === event.shiftKey)
}
