import type { MessageExplanation, RefusedView } from '../inbox-api.ts'
import type { Message, RefusedConversation } from '../model/message.ts'
import type { Transaction } from '../ports/storage.ts'
import { explainPlacement } from '../threading/explain-placement.ts'
import { found } from './find.ts'
import { messagesOf } from './remove-messages.ts'

/** Why a message is where it is: what decided, what was considered in vain, who moved it since. */
export async function explainMessage(tx: Transaction, id: string): Promise<MessageExplanation> {
  const message = await found('message', id, tx.messages.get)
  const { threading, verdict, evidence, conversationId, authentication } = message
  const refused: RefusedView[] = []
  for (const one of threading.refused ?? []) refused.push(await refusedView(tx, one))
  return {
    ...{ messageId: message.id, conversationId, refused, verdict, verdictEvidence: evidence, authentication },
    ...{ rule: threading.rule, evidence: threading.evidence, moves: threading.moves ?? [] },
    answers: await answered(tx, message),
    words: explainPlacement(message),
  }
}

/** A conversation that is gone has no subject any more; one that was merged goes by its present id. */
async function refusedView(tx: Transaction, refused: RefusedConversation): Promise<RefusedView> {
  const place = (await tx.merges.resolve([refused.conversationId])).get(refused.conversationId)
  const conversationId = place ?? refused.conversationId
  const conversation = await tx.conversations.get(conversationId)
  return { ...refused, conversationId, subject: conversation?.subject ?? null }
}

/** The message of the same conversation that it answers: the nearest that is there. */
async function answered(tx: Transaction, message: Message): Promise<string | null> {
  if (message.threading.rule === 'reply') return message.threading.evidence
  const byMailId = new Map(
    (await messagesOf(tx, message.conversationId)).map((one) => [one.mailId, one.id] as const),
  )
  const parents = [...message.inReplyTo, ...message.references.toReversed()]
  const nearest = parents.find((mailId) => mailId !== message.mailId && byMailId.has(mailId))
  return nearest === undefined ? null : (byMailId.get(nearest) ?? null)
}
