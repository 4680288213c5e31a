import { accountProblemKeys, sourceRoles } from '@guichet/core'
import { z } from 'zod'
import { dateTime, mediumSchema } from './common.ts'

export const accountProblemSchema = z
  .object({
    key: z.enum(accountProblemKeys),
    server: z.enum(['incoming', 'outgoing']),
    field: z.string().nullable(),
    facts: z.object({
      host: z.string().exactOptional(),
      port: z.int().exactOptional(),
      username: z.string().exactOptional(),
      folder: z.string().exactOptional(),
      provider: z.string().exactOptional(),
      helpUrl: z.string().exactOptional(),
    }),
  })
  .meta({ id: 'AccountProblem' })

export const problemWordsSchema = z.object({ what: z.string(), remedy: z.string() })

const integrationFields = {
  id: z.string(),
  type: z.string(),
  name: z.string(),
  settings: z.unknown(),
  paused: z.boolean(),
  intervalSeconds: z.int(),
  createdAt: dateTime,
}

/** A kind of integration that this server knows. */
export const channelTypeSchema = z
  .object({
    type: z.string(),
    medium: mediumSchema,
    canSend: z.boolean(),
    receivesWebhooks: z.boolean(),
    sharedAddress: z.string().nullable(),
  })
  .meta({ id: 'ChannelType' })

/** Where an integration is called, and when it was last. */
const webhookSchema = z.object({
  path: z.string(),
  sharedPath: z.string().nullable(),
  lastCallbackAt: dateTime.nullable(),
})

/** An integration and how its last sync went; never its secrets. */
export const integrationSchema = z
  .object({
    ...integrationFields,
    lastSyncAt: dateTime.nullable(),
    lastSyncStatus: z.enum(['success', 'partial', 'error']).nullable(),
    lastSyncError: z.string().nullable(),
    lastSyncProblem: accountProblemSchema.nullable(),
    lastSyncWords: z.object({ en: problemWordsSchema, fr: problemWordsSchema }).nullable(),
    sendError: z.string().nullable(),
    sendProblem: accountProblemSchema.nullable(),
    sendWords: z.object({ en: problemWordsSchema, fr: problemWordsSchema }).nullable(),
    sendHeldUntil: dateTime.nullable(),
    webhook: webhookSchema.nullable(),
  })
  .meta({ id: 'Integration' })

const loginSchema = z.enum(['password', 'app-password', 'oauth2'])

const providerSchema = z.object({
  key: z.string(),
  name: z.string(),
  logins: z.array(loginSchema),
  helpUrl: z.string().nullable(),
  remarks: z.object({ en: z.string(), fr: z.string() }).nullable(),
})

/** How an address may be reached, best guess first. */
export const discoverySchema = z
  .object({
    address: z.string(),
    candidates: z.array(
      z.object({
        source: z.enum(['preset', 'mx', 'ispdb', 'autoconfig', 'well-known', 'srv', 'guess']),
        provider: providerSchema.nullable(),
        logins: z.array(loginSchema),
        signIn: z.string().nullable(),
        settings: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'Discovery' })

const gapCounts = {
  serverCount: z.int(),
  stored: z.int(),
  quarantined: z.int(),
  deleted: z.int(),
  missing: z.int(),
  notYetRead: z.int(),
  newer: z.int(),
  gap: z.int(),
}

/** Where every message that a server has went. */
export const gapReportSchema = z
  .object({
    ...gapCounts,
    sources: z.array(
      z.object({ source: z.string(), role: z.enum(sourceRoles), countedAt: dateTime, ...gapCounts }),
    ),
  })
  .meta({ id: 'GapReport' })
