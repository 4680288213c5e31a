import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { ReplyInput } from '../inbox-conversations.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import type { ChosenTemplate } from '../model/texting.ts'
import { queueReply } from '../queue-reply.ts'
import { validate } from '../validate.ts'
import { type ApiContext, within } from './api-context.ts'
import { liveConversation } from './live-conversation.ts'
import { assertPlannable } from './send-decisions.ts'
import { checkedLists, maxReplyLength, sendingFields, textSchema, withoutAbsent } from './sending-input.ts'

const maxParameterLength = 1024

const templateSchema = z.strictObject({
  name: z.string().min(1, 'a template has a name').max(512),
  language: z.string().min(1, 'a template has a language').max(20),
  parameters: z
    .array(z.string().max(maxParameterLength, 'a parameter has at most 1024 characters'))
    .max(99, 'a template has at most 99 places'),
})

const replySchema = z.strictObject({
  ...sendingFields,
  text: textSchema.optional(),
  template: templateSchema.optional(),
  mode: z.enum(['reply', 'reply-all']).optional(),
  answers: z.string().optional(),
})

/** Answers with a text, or with a template that brings its own. */
export async function reply(ctx: ApiContext, id: string, input: ReplyInput, actor: Actor): Promise<Message> {
  const { text: written = '', template: chosen, ...rest } = validate(replySchema, input)
  const text = cleanText(written, maxReplyLength)
  const isEmpty = text.trim() === '' && (rest.attachments ?? []).length === 0
  if (chosen === undefined && isEmpty) throw wrongText('an answer needs a text')
  if (chosen !== undefined && text.trim() !== '') throw wrongText('a template brings its own text')
  const said = chosen === undefined ? { text } : { template: storable(chosen) }
  return within(ctx, async (tx) => {
    const conversation = await liveConversation(tx, id)
    if (rest.sendAt !== undefined) assertPlannable(ctx, rest.sendAt)
    const lists = checkedLists(rest)
    return queueReply(tx, ctx, conversation.id, { ...said, actor, ...withoutAbsent({ ...rest, ...lists }) })
  })
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
