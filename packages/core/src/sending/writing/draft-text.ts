import { GuichetError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transaction } from '../../ports/storage.ts'
import { composeText } from '../../steps/compose-text.ts'
import { fillTemplate, findTemplate } from '../../texting/templates.ts'
import { decideText, type TextRefusal } from '../../texting/text-decision.ts'
import type { Draft, SendRequest, Writing } from './draft.ts'
import { charactersOf, textFacts } from './text-facts.ts'

/**
 * A text that answers: no subject, no references, and an id only when its provider gives it one. Throws `conflict`
 * when no text, or no free one, may be sent now, and `invalid-input` for one that can never be sent.
 */
export async function draftText(tx: Transaction, clock: Clock, writing: Writing): Promise<Draft> {
  const { conversation, answered, channel, request } = writing
  assertPlain(request)
  const recipient = composeText(answered, conversation.medium)
  if (recipient === null) throw new GuichetError('conflict', unanswerable(answered.from?.address ?? ''))
  const facts = await textFacts(tx, clock, { ...writing, address: recipient.address })
  const { template = null } = request
  const approved = template === null ? null : findTemplate(facts.rules, template)
  const text =
    template === null || approved === null
      ? (request.text ?? '')
      : fillTemplate(approved.text, template.parameters)
  const decision = decideText(facts, { characters: charactersOf(channel, text), template })
  if (!decision.allowed) throw refusal(decision.because, decision.sentence)
  const none = { mailId: null, cc: [], replyTo: [], subject: '', inReplyTo: [], references: [] }
  return { message: { ...none, to: [recipient], text }, html: '', template }
}

/** Throws `invalid-input` for what only mails have. */
function assertPlain({ mode = 'reply', to, cc, bcc, attachments = [] }: SendRequest): void {
  const lists = { to, cc, bcc }
  const field = (['to', 'cc', 'bcc'] as const).find((one) => lists[one] !== undefined)
  if (field !== undefined) throw onlyMail(field, 'a text goes to the number that wrote')
  if (mode !== 'reply') throw onlyMail('mode', 'a text goes to the number that wrote')
  if (attachments.length > 0) throw onlyMail('attachments', 'files are sent by mail only')
}

function onlyMail(field: string, sentence: string): GuichetError {
  return new GuichetError('invalid-input', `${field}: ${sentence}`, { field })
}

function unanswerable(sender: string): string {
  return sender.trim() === ''
    ? 'this message has no sender who could be answered'
    : `${sender} is no number that takes answers: companies write under names and short codes`
}

const fieldOf: Readonly<Record<TextRefusal, 'text' | 'template' | null>> = {
  'opted-out': null,
  'window-closed': null,
  'too-long': 'text',
  'unknown-template': 'template',
  'wrong-parameters': 'template',
}

function refusal(because: TextRefusal, sentence: string): GuichetError {
  const field = fieldOf[because]
  return field === null
    ? new GuichetError('conflict', sentence)
    : new GuichetError('invalid-input', `${field}: ${sentence}`, { field })
}
