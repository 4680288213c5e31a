import type { Message } from '../api/types.ts'
import { readDraft, writeDraft } from '../state/drafts.ts'
import { restoreAddressing } from './addressing.ts'

/** The line that stands between what somebody wrote and the message that he passed on. */
const forwardLine = /^-{10} (?:Forwarded message|Message transféré) -{9}$/m

/** An answer is a draft again, in front of what was written meanwhile, with its recipients and files. */
export function takeBack(message: Message, messages: readonly Message[]): void {
  const { conversationId, medium, threading } = message
  const isForward = threading.rule === 'forward'
  const text = isForward ? (message.text.split(forwardLine)[0]?.trimEnd() ?? '') : message.text
  const written = readDraft(conversationId).text
  writeDraft(conversationId, written.trim() === '' ? text : `${text}\n\n${written}`)
  if (medium !== 'email') return
  const [original] = message.inReplyTo
  const about = isForward ? messages.find(({ mailId }) => mailId === original)?.id : threading.evidence
  // Without the message that it passed on there is only its text left.
  if (about !== undefined) restoreAddressing(message, about)
}
