import {
  type Clock,
  isGuichetError,
  type OutboundMessage,
  type Secret,
  type SendReceipt,
  systemClock,
} from '@guichet/core'
import { type ComposedMessage, composeMessage, type DkimOptions, signWithDkim } from '@guichet/mail-composer'
import { assertTaken } from './message-limits.ts'
import { openSession } from './open-session.ts'
import { queueIdOf } from './queue-id.ts'
import { refusedRecipients } from './refused-recipients.ts'
import { rewrittenMailId } from './rewritten-mail-id.ts'
import { type ConnectionOptions, connectionOptions, serverOptions } from './server-options.ts'
import { type PoolOptions, sessionPool } from './session-pool.ts'
import { portOf, type SmtpSecrets, type SmtpSettings } from './settings.ts'
import type { SentReply, SmtpSession } from './smtp-session.ts'

export interface TransmitterOptions extends ConnectionOptions {
  /** How many connections are kept open for the next message, and how long. */
  readonly pool?: PoolOptions
  /** The largest message, files included as they travel, that is handed to any server; 35 MiB unless told. */
  readonly maxMessageBytes?: number
  readonly clock?: Clock
}

/** Where a message is handed in, and as whom. */
export interface Route {
  readonly settings: SmtpSettings
  readonly secrets: Secret<Login>
  readonly dkim: DkimOptions | null
  /** Other secrets than those that were just refused; absent where nobody has any. */
  renew?(refused: Secret<Login>): Promise<Secret<Login>>
}

export type Login = Pick<SmtpSecrets, 'password' | 'accessToken'>

export interface Transmitter {
  send(route: Route, message: OutboundMessage): Promise<SendReceipt>
  /** Connects and logs in, anew. */
  verify(route: Route): Promise<void>
  close(): void
}

/** 25 MiB of files: what most servers take. */
const usualMaxBytes = 35 * 1024 * 1024

/** RFC 3461 §4.4. */
const maxReportName = 100

export function transmitter(options: TransmitterOptions): Transmitter {
  const pool = sessionPool(options.clock ?? systemClock(), options.pool)
  const maxBytes = options.maxMessageBytes ?? usualMaxBytes

  async function open({ settings }: Route, secrets: Secret<Login>): Promise<SmtpSession> {
    const session = await openSession({ ...connectionOptions(options), ...serverOptions(settings) }, options)
    try {
      if (settings.username) await session.login(settings.username, secrets.reveal())
      return session
    } catch (error) {
      session.close()
      throw error
    }
  }

  function handIn(route: Route, secrets: Secret<Login>, composed: ComposedMessage, reportAs: string | null) {
    const { host, security, username } = route.settings
    const server = `${host}:${portOf(route.settings)}`
    const { password, accessToken } = secrets.reveal()
    return pool.use<SentReply>({
      key: [server, security, username, password, accessToken],
      server,
      open: () => open(route, secrets),
      work: (session) => {
        assertTaken(composed, session.offers(), server)
        return session.send({ ...composed, reportAs })
      },
    })
  }

  return {
    async send(route, message) {
      // Before connecting: what cannot be composed costs no connection.
      const composed = await compose(message, route.dkim, maxBytes)
      const { mailId } = message
      const reportAs = mailId !== null && mailId.length <= maxReportName ? mailId : null
      const sent = await withRenewal(route, (secrets) => handIn(route, secrets, composed, reportAs))
      return receiptOf(sent, route.settings.host)
    },
    verify: (route) => withRenewal(route, async (secrets) => (await open(route, secrets)).close()),
    close: pool.close,
  }
}

async function compose(
  message: OutboundMessage,
  dkim: DkimOptions | null,
  maxBytes: number,
): Promise<ComposedMessage> {
  const composed = await composeMessage(message, { limit: { bytes: maxBytes, whose: 'this sender takes' } })
  return dkim === null ? composed : { ...composed, raw: await signWithDkim(composed.raw, dkim) }
}

/** A token may end between two messages: one that is refused is renewed, once. */
async function withRenewal<Result>(
  route: Route,
  work: (secrets: Secret<Login>) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(route.secrets)
  } catch (error) {
    const isRefused = isGuichetError(error) && error.code === 'authentication-failed'
    if (!isRefused || error.outcome !== 'not-done' || route.renew === undefined) throw error
    const renewed = await route.renew(route.secrets)
    if (isSame(renewed, route.secrets)) throw error
    return work(renewed)
  }
}

function isSame(one: Secret<Login>, other: Secret<Login>): boolean {
  const [first, second] = [one.reveal(), other.reveal()]
  return first.accessToken === second.accessToken && first.password === second.password
}

function receiptOf({ reply, refused }: SentReply, host: string): SendReceipt {
  const providerId = queueIdOf(reply)
  const mailId = rewrittenMailId(host, providerId)
  return {
    providerId,
    ...(mailId === null ? {} : { mailId }),
    ...(refused.length === 0 ? {} : { refused: refusedRecipients(refused) }),
  }
}
