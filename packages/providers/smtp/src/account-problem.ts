import { type AccountProblem, type AccountProblemKey, privateHostCode } from '@guichet/core'

/** What nodemailer tells about a failure. */
interface FailureSigns {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  /** What the server said. Only compared with what providers are known to say, never kept. */
  readonly response?: string | undefined
}

/** What a failed connection or login is to the person who has to correct it; null when there is nothing to say. */
export function accountProblem(
  errorCode: string,
  failure: FailureSigns,
  server: string,
): AccountProblem | null {
  const found = problemKey(errorCode, failure)
  return found === null ? null : outgoingProblem(found[0], found[1], server)
}

export function outgoingProblem(
  key: AccountProblemKey,
  field: string | null,
  server: string,
): AccountProblem {
  const [, host = server, port = ''] = /^(.*):(\d+)$/.exec(server) ?? []
  return { key, server: 'outgoing', field, facts: { host, ...(port === '' ? {} : { port: Number(port) }) } }
}

type Found = readonly [AccountProblemKey, string | null]

function problemKey(errorCode: string, failure: FailureSigns): Found | null {
  const nodeCode = failure.originalCode ?? failure.code ?? ''
  if (errorCode === 'authentication-failed') return loginProblem(failure.response ?? '')
  if (errorCode === 'host-unreachable') return connectionProblem(nodeCode)
  if (errorCode === 'tls-failed') return tlsProblem(nodeCode)
  if (errorCode === 'throttled') return ['throttled', null]
  if (errorCode === 'protocol-error') return ['not-understood', 'settings.port']
  return errorCode === 'rejected' ? ['unavailable', null] : null
}

/** What Gmail, Yahoo and Exchange say when the password is not the point. */
const knownRefusals: readonly (readonly [RegExp, AccountProblemKey])[] = [
  [/SmtpClientAuthentication is disabled/i, 'sending-disabled'],
  [/basic authentication is (disabled|not supported)|\b5\.7\.30\b/i, 'sign-in-needed'],
  [/application-specific password|app(lication)? password|\b5\.7\.9\b/i, 'app-password-needed'],
  [/log in (via|with) your web browser|\b5\.7\.14\b/i, 'web-login-needed'],
]

function loginProblem(response: string): Found {
  const known = knownRefusals.find(([pattern]) => pattern.test(response))
  if (known !== undefined) return [known[1], known[1] === 'app-password-needed' ? 'secrets.password' : null]
  // RFC 4954 §6: the server wants encryption first.
  if (/^(530|538)\b/.test(response)) return ['encryption-needed', 'settings.security']
  return ['password-refused', 'secrets.password']
}

function connectionProblem(code: string): Found {
  if (code === privateHostCode) return ['host-private', 'settings.host']
  if (code === 'EDNS' || /^(ENOTFOUND|EAI_)/.test(code)) return ['host-unknown', 'settings.host']
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES)$/.test(code)) return ['port-closed', 'settings.port']
  if (code === 'ETIMEDOUT') return ['no-answer', 'settings.host']
  return ['connection-lost', null]
}

function tlsProblem(code: string): Found {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return ['certificate-other-name', 'settings.host']
  }
  if (/^CERT_(HAS_EXPIRED|NOT_YET_VALID|REVOKED)$/.test(code)) return ['certificate-expired', 'settings.host']
  if (/^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)) return ['certificate-unknown', 'settings.host']
  if (code === 'ETLS') return ['starttls-missing', 'settings.security']
  if (/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(code)) {
    return ['tls-not-spoken', 'settings.security']
  }
  return ['tls-failed', 'settings.security']
}
