import { setImmediate as nextTurn } from 'node:timers/promises'
import { GuichetError, isGuichetError } from '../errors.ts'
import { type Authentication, unchecked } from '../model/authentication.ts'
import type { DetailedJudgement } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import type { Transaction } from '../ports/storage.ts'
import { judgeOn } from '../steps/judge.ts'
import type { IntakeContext } from './intake-context.ts'
import type { KeptMessage } from './keep-raw.ts'

/** A message that was understood, or that was not and says why. */
export interface ReadMessage extends KeptMessage {
  readonly parsed: ParsedMessage
  readonly judgement: DetailedJudgement
  readonly authentication: Authentication
  /** Null when it was understood. */
  readonly parseError: string | null
}

/** More than this without a pause would keep the rest of the process waiting: the batch before is being stored. */
const messagesPerTurn = 16

/** Parses and judges messages: a few at a turn, or one after the other while they are counted. */
export async function readMessages(
  ctx: IntakeContext,
  kept: readonly KeptMessage[],
  previous: Promise<unknown>,
): Promise<readonly ReadMessage[]> {
  if (kept.length === 0 || ctx.countsAttempts?.() !== true) return readInTurns(ctx, kept)
  // Two batches at once would count what the other one was reading when the process ended.
  await previous
  return readAllCounted(ctx, kept)
}

async function readInTurns(
  ctx: IntakeContext,
  kept: readonly KeptMessage[],
): Promise<readonly ReadMessage[]> {
  const read: ReadMessage[] = []
  for (let start = 0; start < kept.length; start += messagesPerTurn) {
    if (start > 0) await nextTurn()
    const turn = kept.slice(start, start + messagesPerTurn)
    read.push(...(await Promise.all(turn.map((message) => readMessage(ctx, message)))))
  }
  return read
}

/** Parses and judges one message; what cannot be parsed goes to quarantine instead of failing the batch. */
async function readMessage(ctx: IntakeContext, kept: KeptMessage): Promise<ReadMessage> {
  try {
    const parsed = await ctx.channel.parse(kept.raw)
    return {
      ...kept,
      parsed,
      judgement: judgeOn(ctx.channel.medium, parsed),
      authentication: unchecked,
      parseError: null,
    }
  } catch (error) {
    return quarantined(ctx, kept, error)
  }
}

/**
 * What ended the process this often in a row while it was read is not read again by itself. The first time was not
 * counted, because nobody knew yet. A process that is killed from outside while it starts hits the same message
 * twice easily, and five times hardly ever.
 */
const maxCountedAttempts = 5

/**
 * Reads a batch one by one, the unsuspected first. A process that is ended from outside again and again, always soon
 * after it began, would otherwise always be found at the same message.
 */
async function readAllCounted(
  ctx: IntakeContext,
  kept: readonly KeptMessage[],
): Promise<readonly ReadMessage[]> {
  const locators = kept.map(({ received }) => received.locator)
  const attempts = await ctx.storage.transaction(ctx.tenant, (tx) =>
    tx.readings.attempts(ctx.integrationId, locators),
  )
  const suspicion = ({ received }: KeptMessage) => attempts.get(received.locator) ?? 0
  const read = new Map<KeptMessage, ReadMessage>()
  for (const message of kept.toSorted((one, other) => suspicion(one) - suspicion(other)))
    read.set(message, await readCounted(ctx, message))
  return kept.flatMap((message) => read.get(message) ?? [])
}

/** Reads a message whose attempts are counted before each of them: the count survives the end of the process. */
async function readCounted(ctx: IntakeContext, kept: KeptMessage): Promise<ReadMessage> {
  const { locator } = kept.received
  const within = <Result>(work: (tx: Transaction) => Promise<Result>) =>
    ctx.storage.transaction(ctx.tenant, work)
  const attempts = await within((tx) => tx.readings.attempt(ctx.integrationId, locator))
  // The count stays: should this batch be read again, nothing is tried again.
  if (attempts > maxCountedAttempts) return quarantined(ctx, kept, endsItsReader(attempts))
  const read = await readMessage(ctx, kept)
  await within((tx) => tx.readings.survived(ctx.integrationId, locator))
  return read
}

function endsItsReader(attempts: number): GuichetError {
  const sentence = `reading it ended the program ${attempts} times: it is kept as it came, unread`
  return new GuichetError('unparsable', sentence)
}

/** The same message as quarantine shows it: found by its bytes, visible to people, with the reason. */
export function quarantined(ctx: Pick<IntakeContext, 'log'>, kept: KeptMessage, error: unknown): ReadMessage {
  const reason = isGuichetError(error) ? error.message : 'it could not be read'
  ctx.log.warn('a message went to quarantine', {
    size: kept.raw.size,
    error: isGuichetError(error) ? error.code : error instanceof Error ? error.name : 'unknown',
  })
  return {
    ...kept,
    parsed: unreadable(kept),
    judgement: { verdict: 'person', evidence: [] },
    authentication: unchecked,
    parseError: reason,
  }
}

function unreadable(kept: KeptMessage): ParsedMessage {
  return {
    externalId: `raw:${kept.blob.sha256}`,
    mailId: null,
    inReplyTo: [],
    references: [],
    from: null,
    replyTo: [],
    to: [],
    cc: [],
    subject: '',
    text: '',
    attachments: [],
    sentAt: null,
    headers: new Map(),
  }
}
