import type { ThreadLink } from '../ports/records.ts'
import type { Threaded } from '../steps/thread.ts'

/** Whether another message had this Message-ID before; one that was only referred to is no message yet. */
export function repeatsMailId(
  mailId: string | null,
  links: ReadonlyMap<string, readonly ThreadLink[]>,
): boolean {
  return mailId !== null && (links.get(mailId) ?? []).some(({ isOwn }) => isOwn)
}

/** Both are kept: a resend says something, and a known id must not hide what else somebody sends under it. */
export function markRepetition(threaded: Threaded): Threaded {
  return { ...threaded, decision: { ...threaded.decision, repeatsMailId: true } }
}
