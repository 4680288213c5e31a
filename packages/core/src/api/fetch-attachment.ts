import { GuichetError } from '../errors.ts'
import { settleFile } from '../fetching/settle-file.ts'
import type { Message } from '../model/message.ts'
import type { Actor } from '../model/tenant.ts'
import { type ApiContext, within } from './api-context.ts'
import { found } from './find.ts'

interface Wanted {
  readonly id: string
  readonly index: number
  readonly actor: Actor
}

/** Asks again for a file that could not be fetched; one that waits or is there already stays as it is. */
export function fetchAttachment(ctx: ApiContext, { id, index, actor }: Wanted): Promise<Message> {
  return within(ctx, async (tx) => {
    const message = await found('message', id, tx.messages.get)
    const attachment = message.attachments[index]
    if (attachment?.fetched === undefined)
      throw new GuichetError('not-found', 'this message has no such file that its provider keeps')
    const waiting = { ...attachment, fetched: { state: 'waiting', blobKey: null, error: null } } as const
    const settlement = { messageId: id, index, from: 'failed', attachment: waiting, actor } as const
    if (!(await settleFile(tx, ctx, settlement))) return message
    await tx.enqueue([{ queue: 'fetch', subject: id, startAt: null }])
    return found('message', id, tx.messages.get)
  })
}
