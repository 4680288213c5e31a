import { z } from 'zod'
import { GuichetError } from '../../errors.ts'
import type { MailSender } from '../../ports/mail-sender.ts'
import type { Sender } from '../../ports/outbound-message.ts'

/**
 * Lets mailboxes send through one sender of the host instead of a server of their own: `imap({ sender: sharedSender(ses)
 * })`. It needs no settings and no secrets of an integration, and ignores those that are there. Its provider's reports
 * are taken where it is among the `senders` of the inbox.
 */
export function sharedSender(sender: MailSender): Sender {
  return {
    settings: z.object({}).default({}),
    secrets: z.object({}),
    send({ tenant }, message) {
      if (tenant === undefined) throw new GuichetError('internal', 'a message leaves for a tenant')
      return sender.send(message, tenant)
    },
    ...(sender.close === undefined ? {} : { close: () => sender.close?.() ?? Promise.resolve() }),
  }
}
