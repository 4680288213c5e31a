import type { Message } from '../api/types.ts'

/** The kind of a WhatsApp message that has no text and cannot be shown, as its channel notes it: `[unsupported]`. */
export function unshownKind({
  medium,
  direction,
  text,
}: Pick<Message, 'medium' | 'direction' | 'text'>): string | null {
  if (medium !== 'whatsapp' || direction !== 'inbound') return null
  return /^\[([a-z][a-z_]*)\]$/.exec(text.trim())?.[1] ?? null
}
