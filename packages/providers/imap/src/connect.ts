import type { LookupFunction } from 'node:net'
import { getCACertificates } from 'node:tls'
import { type Connection, type HostOptions, isGuichetError, type Secret } from '@guichet/core'
import { ImapFlow, type ImapFlowOptions, type Logger } from 'imapflow'
import { z } from 'zod'
import { checkedLookup } from './checked-lookup.ts'
import { type Endpoint, imapError } from './errors.ts'
import { type ImapSecrets, type ImapSettings, portOf, usernameOf } from './settings.ts'

/** Certificates to trust besides those of the system. */
export interface TlsOptions {
  /** PEM, one or several. */
  readonly ca?: string
}

/** A connection that is logged in, and whom it leads to. */
export interface Account {
  readonly client: ImapFlow
  readonly endpoint: Endpoint
  /** Why the server refused the latest command, where imapflow only says that it did. */
  takeRefusal(): unknown
  /** What broke the connection, where that is known: a literal without end, say. */
  breakage(): unknown
}

/** Accounts whose server cut the connection when extensions were switched on; kept from one session to the next. */
export type ServerDefects = Set<string>

export interface ConnectOptions {
  readonly tls: TlsOptions
  readonly defects: ServerDefects
  /** How long a server may say nothing before the connection counts as dead. */
  readonly silenceMs: number
  readonly hosts: HostOptions
}

/** Two minutes: NAT tables stay warm, and a dead connection is found (RFC 2177 asks for less than 29). */
export const usualSilenceMs = 120_000
const connectTimeoutMs = 15_000
/** Larger messages are read in pieces; only a server that lies about sizes gets here. */
const maxLiteralBytes = 64 * 1024 * 1024
/** The answer to a search of two million messages; a longer line has no end. */
const maxLineBytes = 16 * 1024 * 1024

/**
 * Connects and logs in. Throws `host-unreachable`, `tls-failed`, `authentication-failed`, `throttled` or
 * `protocol-error`, each with a sentence that says what to correct.
 */
export async function connect(
  connection: Connection<ImapSettings, ImapSecrets>,
  options: ConnectOptions,
): Promise<Account> {
  const secrets = (await connection.freshSecrets?.()) ?? connection.secrets
  try {
    return await logIn(connection.settings, secrets, options)
  } catch (error) {
    const isTokenRefused = secrets.reveal().oauth !== undefined && isLoginRefused(error)
    if (!isTokenRefused || connection.freshSecrets === undefined) throw error
    // A token can end before its time. A new one is asked for once: if the person took the permission back, the
    // provider says so now, and that is another error than a refused login.
    const renewed = await connection.freshSecrets(secrets)
    return logIn(connection.settings, renewed, options)
  }
}

function isLoginRefused(error: unknown): boolean {
  return isGuichetError(error) && error.code === 'authentication-failed'
}

async function logIn(
  settings: ImapSettings,
  secrets: Secret<ImapSecrets>,
  { tls, defects, silenceMs, hosts }: ConnectOptions,
): Promise<Account> {
  const { password, oauth } = secrets.reveal()
  const endpoint = {
    ...{ host: settings.host, port: portOf(settings), username: usernameOf(settings) },
    usesToken: oauth !== undefined,
  }
  const proof = oauth === undefined ? { pass: password ?? '' } : { accessToken: oauth.accessToken }
  const lookup = await checkedLookup(settings.host, hosts).catch((error: unknown) => {
    throw imapError(error, endpoint)
  })
  const base: ImapFlowOptions = {
    ...protection(settings, tls, lookup),
    host: endpoint.host,
    port: endpoint.port,
    auth: { user: endpoint.username, ...proof },
    ...clientOptions,
    socketTimeout: silenceMs,
    // IDLE is renewed before, or quiet mailboxes would look dead.
    maxIdleTime: Math.round(silenceMs * 0.8),
  }
  const key = `${endpoint.username} ${endpoint.host}:${endpoint.port}`
  const isPlain = settings.extensions === false || defects.has(key)
  try {
    return await open({ ...base, disableAutoEnable: isPlain }, endpoint)
  } catch (error) {
    // Some servers announce extensions and hang up when they are switched on (RFC 5161). The next attempt goes
    // without them, or with them again when they were not to blame; never at once, that would be two logins.
    if (isGuichetError(error) && error.providerCode === afterLogin) {
      if (isPlain) defects.delete(key)
      else defects.add(key)
    }
    throw error
  }
}

/** Marks what went wrong when user and password were accepted already. */
const afterLogin = 'after-login'

async function open(options: ImapFlowOptions, endpoint: Endpoint): Promise<Account> {
  const diary = keepDiary()
  const client = new ImapFlow({ ...options, logger: diary.logger })
  // Without a listener the process would die. The command in flight only says that the connection is gone.
  let breakage: unknown
  client.on('error', (error) => (breakage ??= error))
  try {
    await client.connect()
  } catch (error) {
    client.close()
    const failure = imapError(error, endpoint)
    const hungUp = diary.isLoggedIn() && failure.code === 'host-unreachable'
    throw hungUp ? imapError({ code: afterLogin }, endpoint) : failure
  }
  return { client, endpoint, takeRefusal: diary.takeRefusal, breakage: () => breakage }
}

interface Diary {
  readonly logger: Logger
  isLoggedIn(): boolean
  takeRefusal(): unknown
}

const refusalEntry = z.object({ err: z.unknown() })
const loginEntry = z.object({ src: z.literal('auth'), msg: z.literal('User authenticated') })

/**
 * What imapflow tells to its log only: that the login worked, and why a search was refused. Nothing is written
 * anywhere, for its log has addresses, subjects and folder names.
 */
function keepDiary(): Diary {
  let refusal: unknown
  let loggedIn = false
  const nothing = () => undefined
  return {
    logger: {
      // Without `fatal` imapflow would write to the console.
      ...{ debug: nothing, error: nothing, fatal: nothing },
      info(entry: unknown) {
        if (loginEntry.safeParse(entry).success) loggedIn = true
      },
      warn(entry: unknown) {
        const { data } = refusalEntry.safeParse(entry)
        if (data?.err !== undefined) refusal = data.err
      },
    },
    isLoggedIn: () => loggedIn,
    takeRefusal() {
      const taken = refusal
      refusal = undefined
      return taken
    },
  }
}

const clientOptions: ImapFlowOptions = {
  clientInfo: { name: 'Guichet' },
  connectionTimeout: connectTimeoutMs,
  greetingTimeout: connectTimeoutMs,
  maxLiteralSize: maxLiteralBytes,
  maxResponseSize: 2 * maxLiteralBytes,
  maxLineLength: maxLineBytes,
  // The session says itself when to IDLE.
  disableAutoIdle: true,
  // Makes servers say what vanished (RFC 7162).
  qresync: true,
  // Nothing here needs it, and some servers announce what they cannot do.
  disableIMAP4rev2: true,
  disableCompression: true,
  disableBinary: true,
}

function protection(
  { security }: ImapSettings,
  { ca }: TlsOptions,
  lookup: LookupFunction | null,
): Pick<ImapFlowOptions, 'secure' | 'doSTARTTLS' | 'tls'> {
  const trusted = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }
  // imapflow hands these to `net.connect` as well, where there is no TLS.
  const names = lookup === null ? {} : { lookup }
  const tls = { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const, ...trusted, ...names }
  if (security === 'tls') return { secure: true, tls }
  // `true` makes STARTTLS a condition; left out, imapflow would go on in plain text without a word.
  return { secure: false, doSTARTTLS: security === 'starttls', tls }
}
