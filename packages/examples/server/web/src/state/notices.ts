import { createStore, type Store } from './store.ts'

/** A short sentence at the bottom of the page that goes away by itself. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'danger'
  readonly undo: (() => void) | null
}

export const notices: Store<readonly Notice[]> = createStore<readonly Notice[]>([])

/** What the one live region says: screen readers read each change of it. */
export const announcement: Store<string> = createStore('')

let lastId = 0
const shownMs = 7_000

/** Shows a notice and has it read out. */
export function notify(
  text: string,
  options: { readonly tone?: Notice['tone']; readonly undo?: () => void } = {},
): void {
  lastId += 1
  const notice = { id: lastId, text, tone: options.tone ?? 'plain', undo: options.undo ?? null }
  notices.set([...notices.get().slice(-2), notice])
  announce(text)
  setTimeout(() => dismiss(notice.id), shownMs)
}

export function dismiss(id: number): void {
  notices.set(notices.get().filter((notice) => notice.id !== id))
}

/** Has a sentence read out without showing it. */
export function announce(text: string): void {
  announcement.set(text)
}
