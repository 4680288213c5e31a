import {
  GuichetError,
  type GuichetErrorCode,
  isGuichetError,
  privateHostCode,
  type Retry,
  toGuichetError,
} from '@guichet/core'
import { z } from 'zod'
import { accountProblem } from './account-problem.ts'

/** Whom a failure is about, for its sentence. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly username: string
  /** Whether a token is used instead of a password. */
  readonly usesToken?: boolean
}

/** What imapflow and Node put on their errors, as far as it decides something. */
const thrownSchema = z.object({
  code: z.string().optional().catch(undefined),
  serverResponseCode: z.string().optional().catch(undefined),
  responseStatus: z.enum(['NO', 'BAD']).optional().catch(undefined),
  authenticationFailed: z.boolean().optional().catch(undefined),
  tlsFailed: z.boolean().optional().catch(undefined),
  throttleReset: z.number().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseText: z.string().optional().catch(undefined),
})

type Thrown = z.infer<typeof thrownSchema>

/** imapflow names the code of most refusals, but leaves that of a FETCH inside the answer. */
const refusalSchema = z.object({
  response: z.object({
    attributes: z.tuple(
      [z.object({ section: z.tuple([z.object({ value: z.string() })], z.unknown()) })],
      z.unknown(),
    ),
  }),
})

/** The response code of a refusal (RFC 9051 §7.1), such as `OVERQUOTA`. */
export function refusalCode(thrown: unknown): string | undefined {
  const named = thrownSchema.safeParse(thrown).data?.serverResponseCode
  const inside = refusalSchema.safeParse(thrown).data?.response.attributes[0].section[0].value
  return named ?? inside?.toUpperCase()
}

interface Judgement {
  readonly code: GuichetErrorCode
  readonly retry: Retry
  readonly sentence: string
  readonly retryAfterMs?: number
  readonly field?: string
}

/**
 * Says what a failure of an IMAP connection means, in a sentence for the person who entered the settings.
 * Codes decide, words only where a provider gives no code, and neither server text nor the error object is passed on.
 * What did not come from IMAP (storage, a bug) keeps its own code.
 */
export function imapError(thrown: unknown, endpoint: Endpoint): GuichetError {
  if (isGuichetError(thrown)) return thrown
  const parsed = thrownSchema.safeParse(thrown)
  const serverResponseCode = refusalCode(thrown)
  const judgement = parsed.success ? judge({ ...parsed.data, serverResponseCode }, endpoint) : null
  if (!parsed.success || judgement === null) return toGuichetError(thrown)
  const providerCode = parsed.data.code ?? serverResponseCode
  const text = parsed.data.response ?? parsed.data.responseText ?? ''
  const problem = accountProblem(judgement.code, { ...parsed.data, serverResponseCode, text }, endpoint)
  return new GuichetError(judgement.code, judgement.sentence, {
    retry: judgement.retry,
    provider: 'imap',
    problems: problem === null ? [] : [problem],
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(judgement.field === undefined ? {} : { field: judgement.field }),
    ...(judgement.retryAfterMs === undefined ? {} : { retryAfterMs: judgement.retryAfterMs }),
  })
}

function judge(thrown: Thrown, endpoint: Endpoint): Judgement | null {
  // The order matters: imapflow marks every failure during the login as `authenticationFailed`, a lost
  // connection too, and every failure during STARTTLS as `tlsFailed`.
  return (
    judgeHost(thrown, endpoint) ??
    judgeThrottling(thrown, endpoint) ??
    judgeConnection(thrown, endpoint) ??
    judgeTls(thrown, endpoint) ??
    judgeLogin(thrown, endpoint) ??
    judgeProtocol(thrown, endpoint)
  )
}

function judgeHost({ code }: Thrown, { host }: Endpoint): Judgement | null {
  if (code !== privateHostCode) return null
  const remedy = "enter the server's public name, or let the operator set privateHosts to allowed"
  const sentence = `the host ${host} is not on the public internet; ${remedy}`
  return { code: 'host-unreachable', retry: 'after-fix', sentence, field: 'host' }
}

/** RFC 5530 LIMIT and INUSE, RFC 9208 OVERQUOTA, which Gmail uses for bandwidth, and Microsoft's back-off. */
const throttlingCodes = new Set(['ETHROTTLE', 'LIMIT', 'INUSE', 'OVERQUOTA', 'THROTTLED'])
const throttlePauseMs = 5 * 60_000

/**
 * Gmail and others refuse the login of a busy account with a bare NO or an ALERT, which without its words is a wrong
 * password, and that would ask a person to correct what is right. The only words that decide anything here.
 */
const codelessThrottling = /^too many (simultaneous )?connections|^maximum number of connections/i

function judgeThrottling(
  { code, serverResponseCode, throttleReset, responseText }: Thrown,
  at: Endpoint,
): Judgement | null {
  const isCode = throttlingCodes.has(code ?? '') || throttlingCodes.has(serverResponseCode ?? '')
  if (!isCode && !codelessThrottling.test(responseText ?? '')) return null
  const sentence = `${place(at)} asks for a pause because this mailbox is used too much; it is tried again later`
  return { code: 'throttled', retry: 'later', sentence, retryAfterMs: throttleReset ?? throttlePauseMs }
}

const unknownHost = (at: Endpoint) => `no server is known under the name ${at.host}; check the host`
const refused = (at: Endpoint) => `${place(at)} refuses connections; check host and port`
const silent = (at: Endpoint) => `${place(at)} does not answer; check host, port and security`
const closed = (at: Endpoint) => `${place(at)} closed the connection; it is tried again`

const hungUp = (at: Endpoint) => `${place(at)} accepted the login and hung up; it is tried again`

const connectionSentences = new Map([
  pair('after-login', hungUp),
  ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'].map((code) =>
    pair(code, unknownHost),
  ),
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES'].map((code) =>
    pair(code, refused),
  ),
  ...['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT', 'LockTimeout'].map(
    (code) => pair(code, silent),
  ),
  ...[
    'NoConnection',
    'EConnectionClosed',
    'StateLogout',
    'ClosedAfterConnectText',
    'ClosedAfterConnectTLS',
  ].map((code) => pair(code, closed)),
  ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_DESTROYED'].map((code) => pair(code, closed)),
])

function pair(code: string, sentence: (at: Endpoint) => string): readonly [string, (at: Endpoint) => string] {
  return [code, sentence]
}

/** The server is there but cannot serve now (RFC 5530 §3). */
const unavailableCodes = new Set(['UNAVAILABLE', 'SERVERBUG'])

function judgeConnection({ code, serverResponseCode }: Thrown, at: Endpoint): Judgement | null {
  const sentence = connectionSentences.get(code ?? '')?.(at)
  if (sentence !== undefined) return { code: 'host-unreachable', retry: 'later', sentence }
  if (!unavailableCodes.has(serverResponseCode ?? '')) return null
  const busy = `${place(at)} cannot open mailboxes at the moment; it is tried again`
  return { code: 'host-unreachable', retry: 'later', sentence: busy }
}

const wrongCertificates = new Map([
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'is self-signed; give the server a public certificate or trust it explicitly',
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'comes from a private authority; trust that authority explicitly'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'comes from an unknown authority; trust that authority explicitly'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'lacks its intermediate certificates; the server must send them'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'belongs to another name; use the host name that the certificate names'],
  ['CERT_HAS_EXPIRED', 'has expired; the server needs a new one'],
  ['CERT_NOT_YET_VALID', 'is not valid yet; check the clocks'],
  ['CERT_REVOKED', 'was revoked; the server needs a new one'],
])

function judgeTls({ code, tlsFailed, serverResponseCode }: Thrown, at: Endpoint): Judgement | null {
  const sentence = tlsSentence(code, tlsFailed ?? false, at)
  if (sentence !== null) return { code: 'tls-failed', retry: 'after-fix', sentence }
  if (serverResponseCode !== 'PRIVACYREQUIRED') return null
  const plain = `${place(at)} accepts a password only over an encrypted connection; set security to tls or starttls`
  return { code: 'tls-failed', retry: 'after-fix', sentence: plain }
}

function tlsSentence(code: string | undefined, tlsFailed: boolean, at: Endpoint): string | null {
  const wrong = wrongCertificates.get(code ?? '')
  if (wrong !== undefined) return `the certificate of ${place(at)} ${wrong}`
  if (code === 'STARTTLS_INJECTION')
    return `${place(at)} sent data before TLS was up: somebody may be in between`
  if (code === undefined) {
    return tlsFailed
      ? `${place(at)} does not offer STARTTLS; set security to tls, usually with port 993`
      : null
  }
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return `${place(at)} does not speak TLS from the first byte; set security to starttls, or correct the port`
  }
  const isTls = tlsFailed || /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_)/.test(code)
  return isTls ? `no encrypted connection to ${place(at)} could be made (${code})` : null
}

function judgeLogin({ authenticationFailed, responseStatus }: Thrown, at: Endpoint): Judgement | null {
  if (!authenticationFailed || responseStatus === undefined) return null
  const remedy = 'enter the current ones (many providers want an app password for IMAP)'
  const sentence = `${place(at)} refused the user name ${at.username} or its password; ${remedy}`
  return { code: 'authentication-failed', retry: 'after-fix', sentence }
}

/** Set by imapflow on answers it cannot read or that break a limit (see its `ImapFlowErrorCode`). */
const protocolCodes =
  /^(ParserError\w*|UnexpectedTag|InvalidResponse|ResponseProcessingFailed|COMPRESS_TRAILING_DATA|PollFailed|NotFound|MissingServerExtension|MAX_IMAP_NESTING_REACHED|LineTooLarge|LiteralTooLarge|ResponseTooLarge|Download\w+|Invalid\w+)$/

function judgeProtocol(
  { code, responseStatus, authenticationFailed }: Thrown,
  at: Endpoint,
): Judgement | null {
  const reason = code !== undefined && protocolCodes.test(code) ? code : responseStatus
  if (reason === undefined && !authenticationFailed) return null
  const sentence = `${place(at)} answered in a way that is not understood (${reason ?? 'login'}); it is tried again`
  return { code: 'protocol-error', retry: 'later', sentence }
}

/** A folder that an integration names is not there. */
export function folderMissing(path: string, existing: readonly string[], at: Endpoint): GuichetError {
  const shown = existing.slice(0, 30).join(', ')
  const more = existing.length > 30 ? ` and ${existing.length - 30} more` : ''
  const sentence = `${place(at)} has no folder ${path} for ${at.username}; there are: ${shown}${more}`
  return new GuichetError('folder-missing', sentence, {
    retry: 'after-fix',
    provider: 'imap',
    field: 'folders',
    problems: [
      {
        ...{ key: 'folder-missing', server: 'incoming', field: 'settings.folders' },
        facts: { host: at.host, port: at.port, folder: path },
      },
    ],
  })
}

/** No folder has the role (`\Junk`) that an integration names. */
export function roleMissing(role: string, existing: readonly string[], at: Endpoint): GuichetError {
  const hint = role === '\\All' ? ' (in Gmail, let All Mail be shown in IMAP)' : ''
  const { message } = folderMissing(`that is used as ${role}${hint}`, existing, at)
  return new GuichetError('folder-missing', message, {
    retry: 'after-fix',
    provider: 'imap',
    field: 'folders',
  })
}

/** A folder that is there and yet cannot be read; like `folderMissing` it concerns this folder alone. */
export function folderRefused(path: string, what: string, at: Endpoint): GuichetError {
  const sentence = `${place(at)} ${what} ${path}; it is tried again, or take it out of the folders`
  return new GuichetError('protocol-error', sentence, {
    retry: 'later',
    provider: 'imap',
    field: 'folders',
  })
}

/** The server broke a promise of the protocol. */
export function protocolError(what: string, at: Endpoint): GuichetError {
  return new GuichetError('protocol-error', `${place(at)} ${what}`, { retry: 'later', provider: 'imap' })
}

function place({ host, port }: Endpoint): string {
  return `${host}:${port}`
}
