import { z } from 'zod'
import { operation } from '../operation.ts'
import { listOf } from '../schemas/common.ts'
import {
  channelTypeSchema,
  discoverySchema,
  gapReportSchema,
  integrationSchema,
} from '../schemas/integration.ts'
import { idParams } from '../schemas.ts'

const nameSchema = z.string().trim().min(1).max(80)
const intervalSchema = z.int().min(30).max(86_400)

/** What a channel type wants inside is its own schema's business. */
const ofChannel = z.record(z.string(), z.unknown())

const verifyBody = z.strictObject({
  type: z.string().min(1).max(100),
  settings: ofChannel,
  secrets: ofChannel,
})

const createBody = verifyBody.extend({ name: nameSchema, intervalSeconds: intervalSchema.exactOptional() })

const discoverBody = z.strictObject({ type: z.string().min(1).max(100), address: z.string().max(320) })

const signInBody = z.strictObject({
  type: z.string().min(1).max(100),
  provider: z.string().min(1).max(40),
  name: nameSchema,
  settings: ofChannel,
  integrationId: z.string().min(1).max(100).exactOptional(),
})

const callbackBody = z.strictObject({ url: z.string().min(1).max(8_000) })

const changesBody = z.strictObject({
  name: nameSchema.exactOptional(),
  settings: ofChannel.exactOptional(),
  secrets: ofChannel.exactOptional(),
  intervalSeconds: intervalSchema.exactOptional(),
  paused: z.boolean().exactOptional(),
})

export const integrationOperations = [
  operation({
    name: 'integrations.types',
    method: 'GET',
    path: '/inbox/channel-types',
    role: 'agent',
    summary: 'What can be connected on this server',
    status: 200,
    input: z.object({}),
    output: listOf(channelTypeSchema),
    handler: async ({ tenant }) => ({ items: await tenant.integrations.types() }),
  }),
  operation({
    name: 'integrations.list',
    method: 'GET',
    path: '/inbox/integrations',
    role: 'agent',
    summary: 'All integrations and how their last sync went',
    status: 200,
    input: z.object({}),
    output: listOf(integrationSchema),
    handler: async ({ tenant }) => ({ items: await tenant.integrations.list() }),
  }),
  operation({
    name: 'integrations.create',
    method: 'POST',
    path: '/inbox/integrations',
    role: 'admin',
    summary: 'Connect a mailbox, a phone number or a webhook source',
    status: 201,
    input: z.object({ body: createBody }),
    output: integrationSchema,
    once: true,
    handler: ({ tenant, actor, body }) => tenant.integrations.create(body, actor),
  }),
  operation({
    name: 'integrations.verify',
    method: 'POST',
    path: '/inbox/integrations/verify',
    role: 'admin',
    summary: 'Try settings that are not stored yet: log in and out',
    status: 204,
    input: z.object({ body: verifyBody }),
    output: 'nothing',
    handler: ({ tenant, body }) => tenant.integrations.verify(body),
  }),
  operation({
    name: 'integrations.discover',
    method: 'POST',
    path: '/inbox/integrations/discover',
    role: 'admin',
    summary: 'Find out how an address is reached, without logging in',
    status: 200,
    input: z.object({ body: discoverBody }),
    output: discoverySchema,
    handler: ({ tenant, body }) => tenant.integrations.discover(body),
  }),
  operation({
    name: 'integrations.beginSignIn',
    method: 'POST',
    path: '/inbox/integrations/oauth/begin',
    role: 'admin',
    summary: 'Where to send the person to sign in at Google or Microsoft',
    status: 200,
    input: z.object({ body: signInBody }),
    output: z.object({ url: z.string() }),
    handler: ({ tenant, actor, body }) => tenant.integrations.beginSignIn(body, actor),
  }),
  operation({
    name: 'integrations.finishSignIn',
    method: 'POST',
    path: '/inbox/integrations/oauth/callback',
    role: 'admin',
    summary: 'Finish a sign-in with the whole address the person was sent back to',
    status: 201,
    input: z.object({ body: callbackBody }),
    output: integrationSchema,
    handler: ({ tenant, actor, body }) => tenant.integrations.finishSignIn(body, actor),
  }),
  operation({
    name: 'integrations.requestSyncAll',
    method: 'POST',
    path: '/inbox/integrations/sync-all',
    role: 'agent',
    summary: 'Look for new messages in every integration now',
    status: 202,
    input: z.object({}),
    output: 'nothing',
    handler: ({ tenant }) => tenant.integrations.requestSyncAll(),
  }),
  operation({
    name: 'integrations.get',
    method: 'GET',
    path: '/inbox/integrations/{id}',
    role: 'agent',
    summary: 'One integration',
    status: 200,
    input: z.object({ params: idParams }),
    output: integrationSchema,
    handler: ({ tenant, params }) => tenant.integrations.get(params.id),
  }),
  operation({
    name: 'integrations.update',
    method: 'PATCH',
    path: '/inbox/integrations/{id}',
    role: 'admin',
    summary: 'Change, pause or resume an integration; secrets that are not sent stay as they are',
    status: 200,
    input: z.object({ params: idParams, body: changesBody }),
    output: integrationSchema,
    handler: ({ tenant, actor, params, body }) => tenant.integrations.update(params.id, body, actor),
  }),
  operation({
    name: 'integrations.remove',
    method: 'DELETE',
    path: '/inbox/integrations/{id}',
    role: 'admin',
    summary: 'Disconnect an integration; its conversations stay',
    status: 204,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, actor, params }) => tenant.integrations.remove(params.id, actor),
  }),
  operation({
    name: 'integrations.gapReport',
    method: 'GET',
    path: '/inbox/integrations/{id}/gap-report',
    role: 'agent',
    summary: 'Whether mail is missing: what the server has, and where all of it went',
    status: 200,
    input: z.object({ params: idParams }),
    output: gapReportSchema,
    handler: ({ tenant, params }) => tenant.integrations.gapReport(params.id),
  }),
  operation({
    name: 'integrations.requestSync',
    method: 'POST',
    path: '/inbox/integrations/{id}/sync',
    role: 'agent',
    summary: 'Look for new messages now; the events tell when it is done',
    status: 202,
    input: z.object({ params: idParams }),
    output: 'nothing',
    handler: ({ tenant, params }) => tenant.integrations.requestSync(params.id),
  }),
] as const
