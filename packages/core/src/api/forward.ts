import { z } from 'zod'
import { GuichetError } from '../errors.ts'
import type { ForwardInput } from '../inbox-conversations.ts'
import { languages } from '../model/account-problem.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import { cleanText } from '../model/text.ts'
import { maxAttachedBytes } from '../model/upload.ts'
import { queueReply } from '../queue-reply.ts'
import { tooMuch } from '../sending/writing/take-files.ts'
import { validate } from '../validate.ts'
import { type ApiContext, within } from './api-context.ts'
import { found } from './find.ts'
import { messageAttachment } from './message-content.ts'
import { assertPlannable } from './send-decisions.ts'
import { checkedLists, maxReplyLength, sendingFields, textSchema, withoutAbsent } from './sending-input.ts'
import { keepUpload } from './uploads-api.ts'

const forwardSchema = z.strictObject({
  ...sendingFields,
  to: sendingFields.to.unwrap().min(1, 'name somebody'),
  text: textSchema.default(''),
  language: z.enum(languages).optional(),
  includeAttachments: z.boolean().default(true),
})

/** Passes a message on. Its files are copied first: what was sent does not change with what it was made of. */
export async function forward(
  ctx: ApiContext,
  messageId: string,
  input: ForwardInput,
  actor: Actor,
): Promise<Message> {
  const { text, includeAttachments, attachments = [], ...rest } = validate(forwardSchema, input)
  if (rest.sendAt !== undefined) assertPlannable(ctx, rest.sendAt)
  const lists = checkedLists(rest)
  const message = await within(ctx, (tx) => found('message', messageId, tx.messages.get))
  if (message.medium !== 'email') throw new GuichetError('conflict', 'only mails can be passed on')
  const copies = includeAttachments ? await copyFiles(ctx, message) : []
  return within(ctx, async (tx) => {
    // It may have been moved meanwhile.
    const { conversationId } = await found('message', messageId, tx.messages.get)
    return queueReply(tx, ctx, conversationId, {
      ...withoutAbsent({ ...rest, ...lists }),
      ...{ actor, mode: 'forward', answers: messageId, text: cleanText(text, maxReplyLength) },
      attachments: [...copies, ...attachments],
    })
  })
}

async function copyFiles(ctx: ApiContext, { id, attachments }: Message): Promise<readonly string[]> {
  const size = attachments.reduce((sum, one) => sum + one.size, 0)
  if (size > maxAttachedBytes)
    throw new GuichetError('invalid-input', `attachments: ${tooMuch(size)}`, { field: 'includeAttachments' })
  const copies: string[] = []
  for (const index of attachments.keys()) {
    const { name, declaredType, bytes } = await messageAttachment(ctx, id, index)
    copies.push((await keepUpload(ctx, { name, contentType: declaredType, bytes })).id)
  }
  return copies
}
