import type { Connection } from './channel.ts'
import type { OutboundMessage } from './outbound-message.ts'

/** What became of a copy: put there now, found there, or somebody else's affair. */
export type SentCopy = 'filed' | 'already-there' | 'not-needed'

/** For channels whose people look into a folder of sent messages. */
export interface SentCopies<Settings, Secrets> {
  /**
   * Puts a copy of a message that was sent into that folder, unless it is there already or the provider sees to it.
   * May be called again for the same message. A failure says nothing about the send.
   */
  fileSent?(
    connection: Connection<Settings, Secrets>,
    message: OutboundMessage,
    signal: AbortSignal,
  ): Promise<SentCopy>
}
