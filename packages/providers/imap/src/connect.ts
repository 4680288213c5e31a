import { getCACertificates } from 'node:tls'
import { type Connection, isGuichetError, type Secret } from '@guichet/core'
import { ImapFlow, type ImapFlowOptions } from 'imapflow'
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
}

/** Renewing IDLE this often keeps NAT tables warm and finds a dead connection (RFC 2177 asks for < 29 min). */
const maxIdleMs = 100_000
/** Longer than `maxIdleMs`, or quiet mailboxes would look dead. */
const socketTimeoutMs = 120_000
const connectTimeoutMs = 15_000
/** Larger messages are read in pieces; only a server that lies about sizes gets here. */
const maxLiteralBytes = 64 * 1024 * 1024

/**
 * Connects and logs in. Throws `host-unreachable`, `tls-failed`, `authentication-failed`, `throttled` or
 * `protocol-error`, each with a sentence that says what to correct.
 */
export async function connect(
  connection: Connection<ImapSettings, ImapSecrets>,
  tls: TlsOptions,
): Promise<Account> {
  const secrets = (await connection.freshSecrets?.()) ?? connection.secrets
  try {
    return await logIn(connection.settings, secrets, tls)
  } catch (error) {
    const isTokenRefused = secrets.reveal().oauth !== undefined && isLoginRefused(error)
    if (!isTokenRefused || connection.freshSecrets === undefined) throw error
    // A token can end before its time. A new one is asked for once: if the person took the permission back, the
    // provider says so now, and that is another error than a refused login.
    return logIn(connection.settings, await connection.freshSecrets(secrets), tls)
  }
}

function isLoginRefused(error: unknown): boolean {
  return isGuichetError(error) && error.code === 'authentication-failed'
}

async function logIn(
  settings: ImapSettings,
  secrets: Secret<ImapSecrets>,
  tls: TlsOptions,
): Promise<Account> {
  const { password, oauth } = secrets.reveal()
  const endpoint = {
    ...{ host: settings.host, port: portOf(settings), username: usernameOf(settings) },
    usesToken: oauth !== undefined,
  }
  const proof = oauth === undefined ? { pass: password ?? '' } : { accessToken: oauth.accessToken }
  const client = new ImapFlow({
    ...protection(settings, tls),
    host: endpoint.host,
    port: endpoint.port,
    auth: { user: endpoint.username, ...proof },
    ...clientOptions,
  })
  // Without a listener the process would die. The command in flight rejects with the same failure, and an
  // idle connection closes, which wakes the session: nothing is lost by not looking at it here.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw imapError(error, endpoint)
  }
  return { client, endpoint }
}

const clientOptions: ImapFlowOptions = {
  // It would log addresses, subjects and folder names.
  logger: false,
  clientInfo: { name: 'Guichet' },
  connectionTimeout: connectTimeoutMs,
  greetingTimeout: connectTimeoutMs,
  socketTimeout: socketTimeoutMs,
  maxIdleTime: maxIdleMs,
  maxLiteralSize: maxLiteralBytes,
  maxResponseSize: 2 * maxLiteralBytes,
  maxLineLength: maxLiteralBytes,
  // The session says itself when to IDLE.
  disableAutoIdle: true,
  // Nothing here needs CONDSTORE, UTF8=ACCEPT or IMAP4rev2, and some servers announce what they cannot do.
  disableAutoEnable: true,
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
