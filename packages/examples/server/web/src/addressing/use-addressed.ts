import { useRecipients } from '../api/recipients.ts'
import type { Message, RecipientChoice, ReplyOptions } from '../api/types.ts'
import { type Addressing, type Lists, type Mode, useAddressing } from './addressing.ts'

export interface Addressed {
  readonly addressing: Addressing
  /** As the server sees it; undefined until it has looked. */
  readonly choice: RecipientChoice | undefined
  readonly lists: Lists
  /** Why it cannot be sent: nobody gets it, somebody cannot, or a file is not there yet; null when it can. */
  readonly missing: 'nobody' | 'wrong' | 'waiting' | null
  /** The message that it is about, where somebody chose one. */
  readonly about: Message | null
}

/** Whom the draft of a conversation goes to now. */
export function useAddressed(
  conversationId: string,
  messages: readonly Message[],
  options: ReplyOptions | undefined,
): Addressed {
  const addressing = useAddressing(conversationId)
  const { mode, about, lists, files } = addressing
  // What an answer to the last message gives is known already.
  const isUsual = mode === 'reply' && about === null && lists === null && files.length === 0
  const known = about === null && lists === null ? usualOf(options, mode) : undefined
  // Texts, and what nobody can answer by mail, go to nobody whom somebody could choose.
  const isMail = options !== undefined && options.recipients !== null
  const asked = useRecipients(conversationId, { mode, about, lists }, isMail && known === undefined)
  const choice = known ?? asked
  const shown = lists ?? { to: choice?.to ?? [], cc: choice?.cc ?? [], bcc: choice?.bcc ?? [] }
  return {
    ...{ addressing, choice, lists: shown },
    // Not told yet, and nobody else was chosen: the server knows whom an answer goes to.
    missing: isUsual && choice === undefined ? null : missingIn(shown, choice, files),
    about: messages.find(({ id }) => id === about) ?? null,
  }
}

function missingIn(
  { to, cc, bcc }: Lists,
  choice: RecipientChoice | undefined,
  files: Addressing['files'],
): Addressed['missing'] {
  if (to.length + cc.length + bcc.length === 0) return 'nobody'
  if (choice?.refused.length !== 0) return 'wrong'
  return files.every(({ uploadId }) => uploadId !== null) ? null : 'waiting'
}

function usualOf(options: ReplyOptions | undefined, mode: Mode): RecipientChoice | undefined {
  if (mode === 'forward') return undefined
  return mode === 'reply' ? options?.recipients?.reply : options?.recipients?.replyAll
}
