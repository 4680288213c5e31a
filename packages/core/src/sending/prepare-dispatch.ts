import { openConnection } from '../connections.ts'
import { GuichetError, isGuichetError, isRetryable } from '../errors.ts'
import type { Message } from '../model/message.ts'
import type { OutboxEntry } from '../model/outbox.ts'
import type { Transaction } from '../ports/storage.ts'
import { decideText } from '../texting/text-decision.ts'
import { cancelled, type Dispatch } from './dispatch.ts'
import { outboundMessage } from './outbound-message.ts'
import { prepareMail } from './prepare-mail.ts'
import type { SendingContext } from './sending-context.ts'
import { charactersOf, type TextRecipient, textFacts } from './text-facts.ts'
import { wasAnsweredMeanwhile, wasWrittenMeanwhile } from './was-answered-meanwhile.ts'

/** Reads everything a send needs while the transaction is open, so that the call itself needs no database. */
export async function prepareDispatch(
  tx: Transaction,
  ctx: SendingContext,
  entry: OutboxEntry,
): Promise<Dispatch> {
  try {
    const { integrationId } = entry
    return integrationId === null
      ? await prepareMail(tx, ctx, entry)
      : await prepareMessage(tx, ctx, { ...entry, integrationId })
  } catch (error) {
    // A database that is away must undo the point of no return; what is wrong with the message must not.
    if (!isGuichetError(error) || isRetryable(error)) throw error
    return { entry, send: () => Promise.reject(error) }
  }
}

async function prepareMessage(
  tx: Transaction,
  ctx: SendingContext,
  entry: OutboxEntry & { readonly integrationId: string },
): Promise<Dispatch> {
  const message = await tx.messages.get(entry.messageId)
  const integration = await tx.integrations.get(entry.integrationId)
  if (message === null || integration === null) throw gone()
  if (await wasAnsweredMeanwhile(tx, message)) return cancelled(entry, 'somebody answered in the meantime')
  if (await wasWrittenMeanwhile(tx, entry, message))
    return cancelled(entry, 'the customer wrote before it was to be sent')
  const { channel, connection } = await openConnection(tx, ctx, integration)
  const { settings } = connection
  const refusal = await refuseText(tx, ctx, { integration, channel, settings, message, entry })
  if (refusal !== null) return cancelled(entry, refusal)
  const outbound = outboundMessage(message, channel.identity(settings), { entry, blobs: ctx.blobs })
  const transmit = channel.send?.bind(channel)
  if (transmit === undefined) throw cannotSend(integration.name)
  const wasHeld = integration.sendError !== null
  const leavesCopy = channel.fileSent !== undefined
  return { entry, via: integration.type, wasHeld, leavesCopy, send: () => transmit(connection, outbound) }
}

interface Text extends Omit<TextRecipient, 'address'> {
  readonly message: Message
  readonly entry: OutboxEntry
}

/** Why a text that was allowed when it was written is not any more: days may have passed, and a STOP have come. */
async function refuseText(tx: Transaction, ctx: SendingContext, text: Text): Promise<string | null> {
  const { channel, entry, message } = text
  const [recipient] = message.to
  if (message.medium === 'email' || recipient === undefined) return null
  const facts = await textFacts(tx, ctx.clock, { ...text, address: recipient.address })
  const characters = charactersOf(channel, message.text)
  const decision = decideText(facts, { characters, template: entry.template })
  return decision.allowed ? null : decision.sentence
}

function gone(): GuichetError {
  return new GuichetError('not-found', 'the mailbox this answer was to be sent from was removed')
}

function cannotSend(name: string): GuichetError {
  return new GuichetError(
    'invalid-configuration',
    `integration ${name} cannot send: its channel type has no sender`,
  )
}
