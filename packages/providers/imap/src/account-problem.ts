import { type AccountProblem, type AccountProblemKey, privateHostCode } from '@guichet/core'

/** What decides which sentence a failure gets. */
export interface FailureSigns {
  readonly code?: string | undefined
  readonly serverResponseCode?: string | undefined
  readonly tlsFailed?: boolean | undefined
  /** What the server said. Only compared with what providers are known to say, never kept. */
  readonly text: string
}

export interface FailurePlace {
  readonly host: string
  readonly port: number
  readonly username: string
  /** Whether a token was used instead of a password. */
  readonly usesToken?: boolean
}

/**
 * What a failed login or connection is to the person who has to correct it. The words of a server choose a sentence
 * at most; whether something is tried again never hangs on them.
 */
export function accountProblem(
  errorCode: string,
  signs: FailureSigns,
  at: FailurePlace,
): AccountProblem | null {
  const found = problemKey(errorCode, signs, at)
  if (found === null) return null
  const [key, field] = found
  const { host, port, username } = at
  return { key, server: 'incoming', field, facts: { host, port, username } }
}

type Found = readonly [AccountProblemKey, string | null]

function problemKey(errorCode: string, signs: FailureSigns, at: FailurePlace): Found | null {
  if (errorCode === 'authentication-failed') return loginProblem(signs, at)
  if (errorCode === 'host-unreachable') return connectionProblem(signs)
  if (errorCode === 'tls-failed') return tlsProblem(signs)
  if (errorCode === 'throttled') return ['throttled', null]
  if (errorCode !== 'protocol-error') return null
  // Exchange lets somebody in and only then says that the mailbox is closed to IMAP.
  if (/authenticated but not connected/i.test(signs.text)) return ['imap-disabled', null]
  return ['not-understood', 'settings.port']
}

/** What providers say when the password is not the point: [Gmail], [Yahoo], [GMX, WEB.DE], [Exchange], in that order. */
const knownRefusals: readonly (readonly [RegExp, AccountProblemKey])[] = [
  [/application-specific password|app(lication)? password|invalidsecondfactor/i, 'app-password-needed'],
  [
    /imap (access )?is disabled|not enabled for imap|user not enabled for|imap access.{0,20}(disabled|not enabled)/i,
    'imap-disabled',
  ],
  [/web ?login required|webalert|log in via your web browser/i, 'web-login-needed'],
  [/basic ?auth(entication)?( is)? ?(blocked|disabled)|basicauthblocked/i, 'sign-in-needed'],
]

function loginProblem({ text, serverResponseCode }: FailureSigns, { usesToken }: FailurePlace): Found {
  const said = `${serverResponseCode ?? ''} ${text}`
  const known = knownRefusals.find(([pattern]) => pattern.test(said))
  if (known !== undefined) return [known[1], known[1] === 'app-password-needed' ? 'secrets.password' : null]
  if (usesToken) return ['sign-in-refused', null]
  return ['password-refused', 'secrets.password']
}

const unknownHostCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'])
const refusedCodes = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES'])
const silentCodes = /TIMEOUT|ETIMEDOUT|LockTimeout/

function connectionProblem({ code = '', serverResponseCode }: FailureSigns): Found {
  if (code === privateHostCode) return ['host-private', 'settings.host']
  if (unknownHostCodes.has(code)) return ['host-unknown', 'settings.host']
  if (refusedCodes.has(code)) return ['port-closed', 'settings.port']
  if (silentCodes.test(code)) return ['no-answer', 'settings.host']
  return serverResponseCode === undefined ? ['connection-lost', null] : ['unavailable', null]
}

const otherNameCodes = new Set(['ERR_TLS_CERT_ALTNAME_INVALID'])
const expiredCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED'])
const unknownIssuer = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/

function tlsProblem({ code, serverResponseCode }: FailureSigns): Found {
  if (serverResponseCode === 'PRIVACYREQUIRED') return ['encryption-needed', 'settings.security']
  if (code === undefined) return ['starttls-missing', 'settings.security']
  if (otherNameCodes.has(code)) return ['certificate-other-name', 'settings.host']
  if (expiredCodes.has(code)) return ['certificate-expired', 'settings.host']
  if (unknownIssuer.test(code)) return ['certificate-unknown', 'settings.host']
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return ['tls-not-spoken', 'settings.security']
  return ['tls-failed', 'settings.security']
}
