import type { ReplyInput } from '../api/types.ts'
import type { Language } from '../state/preferences.ts'
import { readAddressing } from './addressing.ts'

/** What a request says besides its text: whom it goes to, and what goes with it. */
export interface AddressedRequest
  extends Pick<ReplyInput, 'mode' | 'answers' | 'to' | 'cc' | 'bcc' | 'attachments'> {
  /** The message that is passed on, instead of an answer. */
  readonly forwards?: string
  readonly language?: Language
  readonly includeAttachments?: boolean
}

/** Nothing where an answer goes to whom it goes to anyhow. */
export function addressedRequest(conversationId: string, language: Language): AddressedRequest {
  const { mode, about, lists, files, withOriginals } = readAddressing(conversationId)
  const attachments = files.flatMap(({ uploadId }) => uploadId ?? [])
  const common = { ...lists, ...(attachments.length === 0 ? {} : { attachments }) }
  if (mode === 'forward' && about !== null)
    return { ...common, forwards: about, language, includeAttachments: withOriginals }
  return {
    ...common,
    ...(mode === 'reply-all' ? { mode } : {}),
    ...(about === null ? {} : { answers: about }),
  }
}
