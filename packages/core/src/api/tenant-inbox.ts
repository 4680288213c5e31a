import { GuichetError } from '../errors.ts'
import { followEvents } from '../follow-events.ts'
import type { MessagesApi, TenantInbox } from '../inbox-api.ts'
import { addressesApi } from './addresses-api.ts'
import { type ApiContext, systemActor, within } from './api-context.ts'
import { contactsApi } from './contacts-api.ts'
import { conversationsApi } from './conversations-api.ts'
import { endpointsApi } from './endpoints-api.ts'
import { explainMessage } from './explain-message.ts'
import { fetchAttachment } from './fetch-attachment.ts'
import { found, pageRequest } from './find.ts'
import { foldersApi } from './folders-api.ts'
import { integrationsApi } from './integrations-api.ts'
import { mailerApi } from './mailer-api.ts'
import { messageAttachment, messageContent } from './message-content.ts'
import { once } from './once.ts'
import { removeMessage } from './remove-messages.ts'
import { replayMessage } from './replay-message.ts'
import { sendDecisions } from './send-decisions.ts'
import { uploadsApi } from './uploads-api.ts'

/** Everything a host can do inside one tenant. */
export function tenantInbox(ctx: ApiContext): TenantInbox {
  return {
    id: ctx.tenant,
    once: (request, work) => once(ctx, tenantInbox, request, work),
    integrations: integrationsApi(ctx),
    conversations: conversationsApi(ctx),
    messages: messagesApi(ctx),
    folders: foldersApi(ctx),
    addresses: addressesApi(ctx),
    contacts: contactsApi(ctx),
    endpoints: endpointsApi(ctx),
    mailer: mailerApi(ctx),
    uploads: uploadsApi(ctx),
    events: {
      after: (position, limit = 200) => within(ctx, (tx) => tx.events.after(position, limit)),
      follow: (position, signal) => followEvents(ctx, ctx.tenant, position, signal),
    },
  }
}

function messagesApi(ctx: ApiContext): MessagesApi {
  const get = (id: string) => within(ctx, (tx) => found('message', id, tx.messages.get))
  return {
    get,
    explain: (id) => within(ctx, (tx) => explainMessage(tx, id)),
    async raw(id) {
      const { rawKey } = await get(id)
      if (rawKey === null) throw new GuichetError('not-found', 'a message written here has no raw original')
      return ctx.blobs.open(rawKey)
    },
    content: (id, options) => messageContent(ctx, id, options),
    attachment: (id, index) => messageAttachment(ctx, id, index),
    fetchAttachment: (id, index, actor = systemActor) => fetchAttachment(ctx, { id, index, actor }),
    ...sendDecisions(ctx),
    quarantined: (page) => within(ctx, (tx) => tx.messages.listQuarantined(pageRequest(page))),
    replay: (id, actor = systemActor) => replayMessage(ctx, id, actor),
    remove: (id, actor = systemActor) => removeMessage(ctx, id, actor),
  }
}
