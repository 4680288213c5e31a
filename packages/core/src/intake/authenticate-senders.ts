import { type Authentication, unchecked } from '../model/authentication.ts'
import type { ReceivedMessage } from '../ports/channel.ts'
import { senderWarnings } from '../verdicts/sender-warnings.ts'
import type { IntakeContext } from './intake-context.ts'
import type { ReadMessage } from './read-message.ts'

/** Checks ask the DNS: this many wait for it at once. */
const atOnce = 8

/**
 * Finds out who really sent the messages of a batch, before its transaction, because it may take seconds. What we sent
 * ourselves and what could not be read is not asked about.
 */
export async function authenticateSenders(
  ctx: IntakeContext,
  messages: readonly ReadMessage[],
): Promise<readonly ReadMessage[]> {
  if (ctx.channel.authenticate === undefined) return messages
  const authenticated: ReadMessage[] = []
  for (let start = 0; start < messages.length; start += atOnce) {
    const turn = messages.slice(start, start + atOnce)
    authenticated.push(...(await Promise.all(turn.map((message) => authenticateSender(ctx, message)))))
  }
  return authenticated
}

async function authenticateSender(ctx: IntakeContext, message: ReadMessage): Promise<ReadMessage> {
  if (message.parseError !== null) return message
  return { ...message, authentication: await authenticationOf(ctx, message) }
}

type Authenticable = Pick<ReadMessage, 'parsed' | 'raw'> & {
  readonly received: Pick<ReceivedMessage, 'isHistory' | 'sentByUs'>
}

/** Who really sent one message that was understood. */
export async function authenticationOf(
  { channel, settings, identity, log }: IntakeContext,
  { parsed, raw, received }: Authenticable,
): Promise<Authentication> {
  if (channel.authenticate === undefined || received.sentByUs === true) return unchecked
  const warnings = senderWarnings(parsed, identity)
  try {
    const { isHistory } = received
    const found = await channel.authenticate({ settings, raw, parsed, isHistory })
    return { ...found, warnings: [...found.warnings, ...warnings] }
  } catch (error) {
    // A mail is never lost over the question who sent it.
    log.warn('a sender could not be checked', { error: error instanceof Error ? error.name : 'unknown' })
    return { verdict: 'unknown', evidence: ['it could not be checked'], domain: null, warnings }
  }
}
