import { type OpenedConnection, openConnection } from '../../connections.ts'
import { GuichetError, isGuichetError, isRetryable } from '../../errors.ts'
import type { Integration } from '../../model/integration.ts'
import type { Mail } from '../../model/mail.ts'
import type { Message } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { Transaction } from '../../ports/storage.ts'
import { decideText } from '../../texting/text-decision.ts'
import type { SendingContext } from '../sending-context.ts'
import { charactersOf, type TextRecipient, textFacts } from '../writing/text-facts.ts'
import { bytesOf, cancelled, type Dispatch } from './dispatch.ts'
import { findUnwanted, type Unwanted } from './leave-out.ts'
import { outboundMessage } from './outbound-message.ts'
import { openMails, prepareMail } from './prepare-mail.ts'
import { wasAnsweredMeanwhile, wasWrittenMeanwhile } from './was-answered-meanwhile.ts'
import { withoutUnwanted } from './without-unwanted.ts'

/** Reads everything that sends need while the transaction is open, so that the calls themselves need no database. */
export async function prepareDispatches(
  tx: Transaction,
  ctx: SendingContext,
  entries: readonly OutboxEntry[],
  integrations: ReadonlyMap<string | null, Integration>,
): Promise<readonly Dispatch[]> {
  const answers = entries.filter(({ integrationId }) => integrationId !== null)
  const found = await tx.messages.find(answers.map(({ messageId }) => messageId))
  const mails = await openMails(tx, entries)
  const answersByMail = found.filter(({ medium }) => medium === 'email')
  const unwanted = await findUnwanted(tx, [...mails.values(), ...answersByMail])
  const messages = new Map(found.map((message) => [message.id, message]))
  const opened = new Map<Integration, Promise<OpenedConnection>>()
  const dispatches: Dispatch[] = []
  for (const entry of entries) {
    const material = {
      mail: mails.get(entry.messageId),
      unwanted,
      message: messages.get(entry.messageId),
      integration: integrations.get(entry.integrationId),
      // The secrets of a mailbox are read once for all of its messages.
      open(integration: Integration) {
        const opening = opened.get(integration) ?? openConnection(tx, ctx, integration)
        opened.set(integration, opening)
        return opening
      },
    }
    dispatches.push(await prepareDispatch(tx, ctx, entry, material))
  }
  return dispatches
}

interface Material {
  readonly mail: Mail | undefined
  readonly unwanted: Unwanted
  readonly message: Message | undefined
  readonly integration: Integration | undefined
  open(integration: Integration): Promise<OpenedConnection>
}

async function prepareDispatch(
  tx: Transaction,
  ctx: SendingContext,
  entry: OutboxEntry,
  material: Material,
): Promise<Dispatch> {
  try {
    return entry.integrationId === null
      ? await prepareMail(tx, ctx, entry, material)
      : await prepareMessage(tx, ctx, entry, material)
  } catch (error) {
    // A database that is away must undo the point of no return; what is wrong with the message must not.
    if (!isGuichetError(error) || isRetryable(error)) throw error
    return { entry, send: () => Promise.reject(error) }
  }
}

async function prepareMessage(
  tx: Transaction,
  ctx: SendingContext,
  entry: OutboxEntry,
  { message, integration, open, unwanted }: Material,
): Promise<Dispatch> {
  if (message === undefined || integration === undefined) throw gone()
  if (await wasAnsweredMeanwhile(tx, message)) return cancelled(entry, 'somebody answered in the meantime')
  if (await wasWrittenMeanwhile(tx, entry, message))
    return cancelled(entry, 'the customer wrote before it was to be sent')
  const { channel, connection } = await open(integration)
  const { settings } = connection
  const refusal = await refuseText(tx, ctx, { integration, channel, settings, message, entry })
  if (refusal !== null) return cancelled(entry, refusal)
  const wanted = await withoutUnwanted(tx, ctx, message, unwanted)
  if (typeof wanted === 'string') return cancelled(entry, wanted)
  const outbound = outboundMessage(wanted, channel.identity(settings), { entry, blobs: ctx.blobs })
  const transmit = channel.send?.bind(channel)
  if (transmit === undefined) throw cannotSend(integration.name)
  const wasHeld = integration.sendError !== null
  const leavesCopy = channel.fileSent !== undefined
  const fileBytes = bytesOf(message.attachments)
  const via = integration.type
  return { entry, via, wasHeld, leavesCopy, fileBytes, send: () => transmit(connection, outbound) }
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
