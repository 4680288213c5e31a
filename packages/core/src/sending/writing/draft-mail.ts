import { GuichetError } from '../../errors.ts'
import { domainOf, type MailIds } from '../../mail-ids.ts'
import type { Address } from '../../model/address.ts'
import { cleanText } from '../../model/text.ts'
import type { Transaction } from '../../ports/storage.ts'
import { composeReply } from '../../steps/compose-reply.ts'
import { quoteForwarded } from '../../steps/quote-forwarded.ts'
import { textToHtml } from '../../steps/text-to-html.ts'
import { taggedAddress } from '../../threading/address-tokens.ts'
import type { SendingContext } from '../sending-context.ts'
import type { Draft, Writing } from './draft.ts'
import { replyRecipients, sendable } from './reply-recipients.ts'

const maxTextLength = 1_000_000

/**
 * A mail that answers, or passes on, with the Message-ID that stays the same at every attempt. Throws `conflict` without
 * recipients, and `invalid-input` for one whom somebody named and who cannot be written to.
 */
export async function draftMail(
  tx: Transaction,
  ctx: SendingContext & { readonly mailIds: MailIds },
  writing: Writing,
): Promise<Draft> {
  const { conversation, integration, channel, settings, answered, request } = writing
  if (request.template !== undefined)
    throw new GuichetError('invalid-input', 'template: a mail has no templates', { field: 'template' })
  const identity = channel.identity(settings)
  const { mode = 'reply', language = 'en' } = request
  const named = { to: request.to, cc: request.cc, bcc: request.bcc }
  const { to, cc, bcc } = sendable(
    await replyRecipients(tx, ctx, { message: answered, mailbox: integration, mode, ...named }),
  )
  const token = ctx.mailIds.conversationToken(tx.tenant, conversation.id)
  const threadId = `${token}@${domainOf(identity.address)}`
  const text =
    mode === 'forward'
      ? cleanText(quoteForwarded(request.text ?? '', answered, language), maxTextLength)
      : (request.text ?? '')
  const message = {
    ...composeReply(answered, threadId, mode === 'forward' ? 'Fwd' : 'Re'),
    ...{ to, cc, ...(bcc.length === 0 ? {} : { bcc }), text },
    mailId: ctx.mailIds.mint(tx.tenant, identity.address),
    replyTo: replyTo(identity, channel.subaddressing?.(settings) ?? null, token),
  }
  return { message, html: text === '' ? '' : textToHtml(text), template: null }
}

/** Answers find their conversation by their address alone, where its domain accepts tagged ones. */
function replyTo(identity: Address, separator: '+' | '-' | null, token: string): readonly Address[] {
  const address = separator === null ? null : taggedAddress(identity.address, separator, token)
  return address === null ? [] : [{ name: identity.name, address }]
}
