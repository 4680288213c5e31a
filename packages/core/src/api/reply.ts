import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import { idempotencyKeySchema } from '../idempotency-key.ts'
import type { ReplyInput } from '../inbox-conversations.ts'
import { statuses } from '../model/conversation.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import type { ChosenTemplate } from '../model/texting.ts'
import { queueReply } from '../queue-reply.ts'
import { validate } from '../validate.ts'
import { type ApiContext, within } from './api-context.ts'
import { liveConversation } from './live-conversation.ts'
import { assertPlannable } from './send-decisions.ts'

const maxReplyLength = 1_000_000
const maxParameterLength = 1024

const templateSchema = z.strictObject({
  name: z.string().min(1, 'a template has a name').max(512),
  language: z.string().min(1, 'a template has a language').max(20),
  parameters: z
    .array(z.string().max(maxParameterLength, 'a parameter has at most 1024 characters'))
    .max(99, 'a template has at most 99 places'),
})

/** Two minutes are long for a person who looks at a button. */
export const undoSecondsSchema = z.int().min(0, 'not less than 0').max(120, 'at most 120 seconds')

const replySchema = z.strictObject({
  text: z.string().max(maxReplyLength, 'an answer has at most a million characters').optional(),
  template: templateSchema.optional(),
  seenUpTo: z.string().optional(),
  idempotencyKey: idempotencyKeySchema.optional(),
  status: z.enum(statuses).optional(),
  undoSeconds: undoSecondsSchema.optional(),
  sendAt: z.date('a date is needed').optional(),
  cancelIfAnswered: z.boolean().optional(),
})

/** Answers with a text, or with a template that brings its own. */
export async function reply(ctx: ApiContext, id: string, input: ReplyInput, actor: Actor): Promise<Message> {
  const { text: written = '', template: chosen, ...rest } = validate(replySchema, input)
  const text = cleanText(written, maxReplyLength)
  if (chosen === undefined && text.trim() === '') throw wrongText('an answer needs a text')
  if (chosen !== undefined && text.trim() !== '') throw wrongText('a template brings its own text')
  const said = chosen === undefined ? { text } : { template: storable(chosen) }
  return within(ctx, async (tx) => {
    const conversation = await liveConversation(tx, id)
    const { sendAt, ...given } = rest
    if (sendAt !== undefined) assertPlannable(ctx, sendAt)
    return queueReply(tx, ctx, conversation.id, {
      ...said,
      actor,
      ...withoutAbsent({ ...given, sendAt }),
    })
  })
}

/** `exactOptionalPropertyTypes`: what was not said is not there. */
function withoutAbsent<Given extends object>(
  given: Given,
): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]?: Exclude<Given[Key], undefined>
  }
}

function wrongText(sentence: string): GuichetError {
  return new GuichetError('invalid-input', `text: ${sentence}`, { field: 'text' })
}

function storable({ name, language, parameters }: ChosenTemplate): ChosenTemplate {
  return {
    name: cleanText(name, 512),
    language: cleanText(language, 20),
    parameters: parameters.map((parameter) => cleanText(parameter, maxParameterLength)),
  }
}
