import { getCACertificates } from 'node:tls'
import { type Connection, isGuichetError, type Secret } from '@guichet/core'
import { ImapFlow, type ImapFlowOptions, type Logger } from 'imapflow'
import { z } from 'zod'
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
}

/** Accounts whose server cut the connection when extensions were switched on; kept from one session to the next. */
export type ServerDefects = Set<string>

/** Renewing IDLE this often keeps NAT tables warm and finds a dead connection (RFC 2177 asks for < 29 min). */
const maxIdleMs = 100_000
/** Longer than `maxIdleMs`, or quiet mailboxes would look dead. */
const socketTimeoutMs = 120_000
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
  tls: TlsOptions,
  defects: ServerDefects = new Set(),
): Promise<Account> {
  const secrets = (await connection.freshSecrets?.()) ?? connection.secrets
  try {
    return await logIn(connection.settings, secrets, { tls, defects })
  } catch (error) {
    const isTokenRefused = secrets.reveal().oauth !== undefined && isLoginRefused(error)
    if (!isTokenRefused || connection.freshSecrets === undefined) throw error
    // A token can end before its time. A new one is asked for once: if the person took the permission back, the
    // provider says so now, and that is another error than a refused login.
    const renewed = await connection.freshSecrets(secrets)
    return logIn(connection.settings, renewed, { tls, defects })
  }
}

function isLoginRefused(error: unknown): boolean {
  return isGuichetError(error) && error.code === 'authentication-failed'
}

async function logIn(
  settings: ImapSettings,
  secrets: Secret<ImapSecrets>,
  { tls, defects }: { readonly tls: TlsOptions; readonly defects: ServerDefects },
): Promise<Account> {
  const { password, oauth } = secrets.reveal()
  const endpoint = {
    ...{ host: settings.host, port: portOf(settings), username: usernameOf(settings) },
    usesToken: oauth !== undefined,
  }
  const proof = oauth === undefined ? { pass: password ?? '' } : { accessToken: oauth.accessToken }
  const base: ImapFlowOptions = {
    ...protection(settings, tls),
    host: endpoint.host,
    port: endpoint.port,
    auth: { user: endpoint.username, ...proof },
    ...clientOptions,
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
  let refusal: unknown
  const client = new ImapFlow({ ...options, logger: keepRefusals((error) => (refusal = error)) })
  // Without a listener the process would die. The command in flight rejects with the same failure, and an
  // idle connection closes, which wakes the session: nothing is lost by not looking at it here.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    const failure = imapError(error, endpoint)
    const hungUp = Boolean(client.authenticated) && failure.code === 'host-unreachable'
    client.close()
    throw hungUp ? imapError({ code: afterLogin }, endpoint) : failure
  }
  const takeRefusal = () => {
    const taken = refusal
    refusal = undefined
    return taken
  }
  return { client, endpoint, takeRefusal }
}

const warningSchema = z.object({ err: z.unknown() })

/** imapflow answers `false` for a refused search and tells the reason to its log only. Nothing is written anywhere. */
function keepRefusals(keep: (error: unknown) => void): Logger {
  const nothing = () => undefined
  return {
    ...{ debug: nothing, info: nothing, error: nothing },
    warn(entry: unknown) {
      const { data } = warningSchema.safeParse(entry)
      if (data?.err !== undefined) keep(data.err)
    },
  }
}

const clientOptions: ImapFlowOptions = {
  clientInfo: { name: 'Guichet' },
  connectionTimeout: connectTimeoutMs,
  greetingTimeout: connectTimeoutMs,
  socketTimeout: socketTimeoutMs,
  maxIdleTime: maxIdleMs,
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
): Pick<ImapFlowOptions, 'secure' | 'doSTARTTLS' | 'tls'> {
  const trusted = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }
  const tls = { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const, ...trusted }
  if (security === 'tls') return { secure: true, tls }
  // `true` makes STARTTLS a condition; left out, imapflow would go on in plain text without a word.
  return { secure: false, doSTARTTLS: security === 'starttls', tls }
}
