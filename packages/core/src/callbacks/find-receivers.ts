import type { Connected } from '../connected.ts'
import { type OpenedConnection, openConnection } from '../connections.ts'
import { GuichetError, toGuichetError } from '../errors.ts'
import type { ChannelType } from '../ports/channel.ts'
import type { DirectoryEntry } from '../ports/directory.ts'
import type { ChannelWebhook, WebhookRequest, WebhookTarget } from '../ports/webhook.ts'
import { inTurns } from './in-turns.ts'

/** An integration that a request may be for, ready to say whether it is. */
export interface Receiver extends DirectoryEntry {
  readonly webhook: ChannelWebhook
  readonly connection: OpenedConnection['connection']
}

export interface Receivers {
  /** The oldest first; those that cannot be opened are errors. */
  readonly all: readonly (Receiver | GuichetError)[]
  /** They were looked up for this request. */
  readonly areFresh: boolean
}

export interface FindReceivers {
  (target: WebhookTarget, request: WebhookRequest, isFreshWanted: boolean): Promise<Receivers>
  forget(target: WebhookTarget, request: WebhookRequest): void
}

const goodForMs = 10_000
/** Of route keys that found somebody: a flood of others pushes none of them out. */
const mostRemembered = 2_000
const mostKeys = 4
const longestKey = 200

interface Question {
  readonly key: string
  readonly routes: readonly { readonly type: string; readonly keys: readonly string[] }[]
  readonly integrationId: string | null
}

interface Remembered {
  readonly at: number
  readonly all: Receivers['all']
}

/**
 * Finds the integrations that a request may be for. What was found is good for ten seconds, with the opened secrets
 * in memory: the hot path asks the database for nothing. Lookups of many requests go a few at a time, so that
 * whoever sends nonsense cannot take all connections of the database.
 */
export function findReceivers(ctx: Connected): FindReceivers {
  const remembered = new Map<string, Remembered>()
  const look = inTurns((questions: readonly Question[]) => lookAll(ctx, questions), { mostItems: 4 })

  function remember(key: string, all: Receivers['all']): void {
    remembered.delete(key)
    if (all.length === 0) return
    if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value ?? '')
    remembered.set(key, { at: ctx.clock.now().getTime(), all })
  }

  const find = async (target: WebhookTarget, request: WebhookRequest, isFreshWanted: boolean) => {
    const question = questionOf(ctx, target, request)
    const known = remembered.get(question.key)
    const isGood = known !== undefined && known.at > ctx.clock.now().getTime() - goodForMs
    if (isGood && !isFreshWanted) return { all: known.all, areFresh: false }
    const all = await look(question)
    remember(question.key, all)
    return { all, areFresh: true }
  }
  const forget: FindReceivers['forget'] = (target, request) =>
    void remembered.delete(questionOf(ctx, target, request).key)
  return Object.assign(find, { forget })
}

function questionOf(ctx: Connected, target: WebhookTarget, request: WebhookRequest): Question {
  if ('integrationId' in target) {
    const { integrationId } = target
    return { key: `id ${integrationId}`, routes: [], integrationId }
  }
  const routes = channelsAt(ctx, target.address).map(({ type, webhook }) => {
    const keys = webhook?.routesOf?.(request) ?? []
    return { type, keys: keys.filter((key) => key.length <= longestKey).slice(0, mostKeys) }
  })
  return { key: JSON.stringify(routes), routes, integrationId: null }
}

function channelsAt({ channels }: Connected, address: string): readonly ChannelType[] {
  return channels.types
    .map((type) => channels.get(type))
    .filter(({ webhook }) => webhook?.sharedAddress === address || webhook?.alsoAt?.includes(address))
}

/** The same question of many is asked once. */
async function lookAll(ctx: Connected, questions: readonly Question[]): Promise<readonly Receivers['all'][]> {
  const answers = new Map<string, Promise<Receivers['all']>>()
  for (const question of questions)
    if (!answers.has(question.key)) answers.set(question.key, lookUp(ctx, question))
  return Promise.all(questions.map(({ key }) => answers.get(key) ?? []))
}

async function lookUp(ctx: Connected, question: Question): Promise<Receivers['all']> {
  const entries = await entriesOf(ctx, question)
  const receivers: (Receiver | GuichetError)[] = []
  for (const entry of entries) {
    const receiver = await open(ctx, entry)
    if (receiver !== null) receivers.push(receiver)
  }
  return receivers
}

async function entriesOf(
  { storage }: Connected,
  { routes, integrationId }: Question,
): Promise<readonly DirectoryEntry[]> {
  if (integrationId !== null) {
    const entry = await storage.directory.byIntegration(integrationId)
    return entry === null ? [] : [entry]
  }
  const asked = routes.filter(({ keys }) => keys.length > 0)
  const found = await Promise.all(asked.map(({ type, keys }) => storage.directory.byRoute(type, keys)))
  return found.flat()
}

/** Null for one that is not called, or was removed a moment ago. One with a broken secret must not hide the others. */
async function open(ctx: Connected, entry: DirectoryEntry): Promise<Receiver | GuichetError | null> {
  const { tenant, integrationId } = entry
  try {
    const opened = await ctx.storage.transaction(tenant, async (tx) => {
      const integration = await tx.integrations.get(integrationId)
      return integration === null ? null : openConnection(tx, ctx, integration)
    })
    const webhook = opened?.channel.webhook
    return opened === null || webhook === undefined
      ? null
      : { ...entry, webhook, connection: opened.connection }
  } catch (error) {
    const failure = toGuichetError(error)
    // Away, not broken: whoever asks has to ask again.
    if (failure.retry === 'later') throw failure
    return new GuichetError(failure.code, failure.message, { retry: failure.retry, cause: failure.cause })
  }
}
