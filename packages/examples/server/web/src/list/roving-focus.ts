import type { Conversation } from '../api/types.ts'

/** Where Tab lands: on the row that last had the focus, else the open one, else the first in sight. */
export function tabStopOf(
  conversations: readonly Conversation[],
  candidates: readonly (string | null)[],
  otherwise: number,
): number {
  const indexes = candidates.map((id) => conversations.findIndex((conversation) => conversation.id === id))
  return indexes.find((index) => index !== -1) ?? otherwise
}

/** The row a key leads to; the same row means "open it", null that the key is not for the list. */
export function targetOf(key: string, index: number, count: number): number | null {
  if (key === 'Enter' || key === ' ') return index
  if (key === 'ArrowDown') return index + 1 < count ? index + 1 : null
  if (key === 'ArrowUp') return index > 0 ? index - 1 : null
  if (key === 'Home') return index === 0 ? null : 0
  if (key === 'End') return index === count - 1 ? null : count - 1
  return null
}
