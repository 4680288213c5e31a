import { GuichetError } from '../errors.ts'
import { domainOf, type MailIds } from '../mail-ids.ts'
import type { Address } from '../model/address.ts'
import type { TenantId } from '../model/tenant.ts'
import { composeReply } from '../steps/compose-reply.ts'
import { textToHtml } from '../steps/text-to-html.ts'
import { taggedAddress } from '../threading/address-tokens.ts'
import type { Draft, Writing } from './draft.ts'

/** A mail that answers, with the Message-ID that stays the same at every attempt. Throws `conflict` without recipients. */
export function draftMail(tenant: TenantId, mailIds: MailIds, writing: Writing): Draft {
  const { conversation, channel, settings, answered, request } = writing
  if (request.template !== undefined)
    throw new GuichetError('invalid-input', 'template: a mail has no templates', { field: 'template' })
  const identity = channel.identity(settings)
  const token = mailIds.conversationToken(tenant, conversation.id)
  const threadId = `${token}@${domainOf(identity.address)}`
  const headers = composeReply(answered, { address: identity.address, threadId })
  if (headers.to.length === 0)
    throw new GuichetError('conflict', 'this message has no sender who could be answered')
  const text = request.text ?? ''
  const answers = {
    mailId: mailIds.mint(tenant, identity.address),
    replyTo: replyTo(identity, channel.subaddressing?.(settings) ?? null, token),
  }
  return { message: { ...headers, ...answers, text }, html: textToHtml(text), template: null }
}

/** Answers find their conversation by their address alone, where its domain accepts tagged ones. */
function replyTo(identity: Address, separator: '+' | '-' | null, token: string): readonly Address[] {
  const address = separator === null ? null : taggedAddress(identity.address, separator, token)
  return address === null ? [] : [{ name: identity.name, address }]
}
