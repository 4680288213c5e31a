import { describeAccountProblem } from '../account-words/account-words.ts'
import type { Channels } from '../channels.ts'
import type { IntegrationView } from '../inbox-api.ts'
import type { ChannelTypeView, WebhookView } from '../model/channel-type.ts'
import type { Integration } from '../model/integration.ts'
import type { Transaction } from '../ports/storage.ts'
import type { ApiContext } from './api-context.ts'

const webhooks = '/inbox/webhooks'

export async function integrationView(
  tx: Transaction,
  ctx: ApiContext,
  { secrets: _hidden, ...visible }: Integration,
): Promise<IntegrationView> {
  const { lastSyncProblem: problem, sendProblem } = visible
  return {
    ...visible,
    lastSyncWords: problem === null ? null : describeAccountProblem(problem),
    sendWords: sendProblem === null ? null : describeAccountProblem(sendProblem),
    webhook: await webhookView(tx, ctx, visible),
  }
}

async function webhookView(
  tx: Transaction,
  { channels }: ApiContext,
  { id, type }: Pick<Integration, 'id' | 'type'>,
): Promise<WebhookView | null> {
  // An integration may outlive the registration of its type.
  const webhook = channels.types.includes(type) ? channels.get(type).webhook : undefined
  if (webhook === undefined) return null
  const { sharedAddress } = webhook
  return {
    path: `${webhooks}/custom/${id}`,
    sharedPath: sharedAddress === undefined ? null : `${webhooks}/${sharedAddress}`,
    lastCallbackAt: await tx.callbacks.lastReceivedAt(id),
  }
}

export function channelTypes({ types, get }: Channels): readonly ChannelTypeView[] {
  return types.map(get).map(({ type, medium, send, webhook }) => ({
    ...{ type, medium, canSend: send !== undefined, receivesWebhooks: webhook !== undefined },
    sharedAddress: webhook?.sharedAddress ?? null,
  }))
}
