import type { OutboundMessage } from '../ports/outbound-message.ts'

/**
 * Header lines that say what a message is for: that no machine shall answer it (RFC 3834 §5, and Exchange's own word for
 * it), and how urgent it is (RFC 2156 §5.3.6, and what Outlook and its like read).
 */
export function purposeHeaders({
  automatic,
  priority,
}: Pick<OutboundMessage, 'automatic' | 'priority'>): Readonly<Record<string, string>> {
  const kind = automatic === 'answer' ? 'auto-replied' : 'auto-generated'
  return {
    ...(automatic === undefined ? {} : { 'Auto-Submitted': kind, 'X-Auto-Response-Suppress': 'All' }),
    ...(priority === undefined
      ? {}
      : { Importance: priority, 'X-Priority': priority === 'high' ? '1' : '5' }),
  }
}
