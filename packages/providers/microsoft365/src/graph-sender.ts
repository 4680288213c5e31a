import { type Clock, type MailSender, systemClock } from '@guichet/core'
import { composeMessage } from '@guichet/mail-composer'
import { appTokens } from './app-tokens.ts'
import { graphError } from './graph-error.ts'
import { postMime } from './post-mime.ts'

export interface GraphOptions {
  /** The directory (tenant) id of the organisation, or one of its domains. */
  readonly directory: string
  /** The application, with the right `Mail.Send` (application permission, consented by an administrator). */
  readonly clientId: string
  readonly clientSecret: string
  /** The mailbox that sends; the one of the message's sender unless told. */
  readonly mailbox?: string
  /** `microsoft365` unless told. */
  readonly name?: string
  /** Until an answer must be there; 30 000 unless told. */
  readonly timeoutMs?: number
  /** Other addresses than Microsoft's: for tests. */
  readonly graphUrl?: string
  readonly loginUrl?: string
  readonly clock?: Clock
}

/** Graph takes a message as base64, in all up to 4 MB. */
const limit = { bytes: 3 * 1024 * 1024, whose: 'Microsoft Graph takes' }

/**
 * Sends mail through Microsoft Graph, as MIME: its JSON form could not say what a message answers. Microsoft files a
 * copy in Sent itself. Nothing is repeated by Microsoft's program: a message could leave twice.
 */
export function graphSender(options: GraphOptions): MailSender {
  const { graphUrl = 'https://graph.microsoft.com', timeoutMs = 30_000, clock = systemClock() } = options
  const tokens = appTokens(options, clock)
  return {
    name: options.name ?? 'microsoft365',
    async send(message) {
      const { raw } = await composeMessage(message, { keepBcc: true, limit })
      const token = await tokens.current()
      const mailbox = options.mailbox ?? message.from.address
      try {
        await postMime({ graphUrl, timeoutMs, mailbox, token }, raw)
      } catch (thrown) {
        const error = graphError(thrown)
        // An administrator took it back before its time: the next attempt asks for another one.
        if (error.code === 'authentication-failed') tokens.forget()
        throw error
      }
      return { providerId: null }
    },
    async verify() {
      await tokens.current()
    },
  }
}
