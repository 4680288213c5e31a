import { GuichetError, type GuichetErrorDetails, privateHostCode, withProblems } from '@guichet/core'
import { accountProblem, outgoingProblem } from './account-problem.ts'

/** How far a conversation with a server had come. `data`: it had asked for the message. */
export type SmtpPhase = 'connect' | 'login' | 'envelope' | 'data'

/** What nodemailer tells about a failure. Its own object is never kept: a reply may quote anything. */
export interface SmtpFailure {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly response?: string | undefined
}

interface Reply {
  readonly code: number
  /** `550 5.1.1` */
  readonly text: string
}

/**
 * The verdict on a failure, from the phase and the reply codes alone: the same dropped connection means
 * "certainly not sent" before the server asked for the message and "perhaps sent" afterwards (RFC 5321
 * §4.2.5), and nodemailer's errors look alike in both cases.
 */
export function smtpError(phase: SmtpPhase, failure: SmtpFailure, server: string): GuichetError {
  const judged = judge(phase, failure, server)
  const problem =
    phase === 'connect' || phase === 'login' ? accountProblem(judged.code, failure, server) : null
  return problem === null ? judged : withProblems(judged, [problem])
}

function judge(phase: SmtpPhase, failure: SmtpFailure, server: string): GuichetError {
  const reply = replyOf(failure)
  if (phase === 'data') return afterData(failure, reply, server)
  if (reply === null || isTlsFailure(phase, failure)) return withoutReply(phase, failure, server)
  if (reply.code < 500) {
    return error('throttled', `${server} is not taking mail now (${reply.text}); try again later`, {
      retry: 'later',
      providerCode: reply.text,
    })
  }
  if (phase === 'login' || loginCodes.has(reply.code)) return loginRefused(server, reply.text)
  if (phase === 'connect') {
    // No message was judged: servers that are starting, or distrust an address for an hour, say 5xx here.
    return error('rejected', `${server} refused the connection (${reply.text})`, {
      retry: 'later',
      providerCode: reply.text,
    })
  }
  return refused(server, reply)
}

/** A user name is set, and the server offers no login: over this connection, or at all. */
export function loginNotOffered(server: string): GuichetError {
  const refused = loginRefused(server, 'no login offered')
  return withProblems(refused, [outgoingProblem('login-not-offered', 'settings.security', server)])
}

/** Refused, or without a password: nothing was sent. */
export function loginRefused(server: string, code: string): GuichetError {
  return error(
    'authentication-failed',
    `${server} refused the login (${code}); check user name and password`,
    {
      retry: 'after-fix',
      providerCode: code,
    },
  )
}

/** The server had asked for the message and never said what became of it. */
export function unknownOutcome(server: string, code: string): GuichetError {
  return error('outcome-unknown', `${server} fell silent after taking the message; it may have been sent`, {
    outcome: 'unknown',
    providerCode: code,
  })
}

function afterData(failure: SmtpFailure, reply: Reply | null, server: string): GuichetError {
  // Only EMESSAGE is a complete reply to the final dot; the start of one before a drop proves nothing.
  if (failure.code !== 'EMESSAGE' || reply === null) {
    return unknownOutcome(server, failure.originalCode ?? failure.code ?? 'unknown')
  }
  if (reply.code >= 500) return refused(server, reply)
  return error('throttled', `${server} did not take the message (${reply.text}); try again later`, {
    retry: 'later',
    providerCode: reply.text,
  })
}

function withoutReply(phase: SmtpPhase, failure: SmtpFailure, server: string): GuichetError {
  const providerCode = failure.originalCode ?? failure.code ?? 'unknown'
  const details = { retry: 'later', providerCode } as const
  if (failure.code === privateHostCode) {
    const remedy = "enter the server's public name, or let the operator set privateHosts to allowed"
    const sentence = `the host of ${server} is not on the public internet; ${remedy}`
    return error('host-unreachable', sentence, { retry: 'after-fix', providerCode, field: 'host' })
  }
  if (failure.code === 'EMESSAGE') {
    // The one local verdict: the message is larger than the server said it takes.
    return error('rejected', `the message is larger than ${server} takes`, { providerCode })
  }
  if (isTlsFailure(phase, failure)) {
    return error('tls-failed', `no trusted TLS connection to ${server} (${providerCode})`, details)
  }
  if (failure.response !== undefined || failure.code === 'EPROTOCOL' || failure.code === 'EAUTH') {
    return error('protocol-error', `${server} answered something that is not SMTP`, details)
  }
  return error(
    'host-unreachable',
    `${server} could not be reached, or fell silent (${providerCode})`,
    details,
  )
}

function refused(server: string, reply: Reply): GuichetError {
  return error('rejected', `${server} refused the message (${reply.text})`, { providerCode: reply.text })
}

/** Answers of RFC 4954 §6 to a MAIL that needed a login first, or another kind of it. */
const loginCodes: ReadonlySet<number> = new Set([530, 534, 535, 538])

/** OpenSSL's and Node's names for what can be wrong with a certificate or a handshake. */
const tlsCodes = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/

function isTlsFailure(phase: SmtpPhase, failure: SmtpFailure): boolean {
  return phase === 'connect' && (failure.code === 'ETLS' || tlsCodes.test(failure.originalCode ?? ''))
}

/** A real negative reply: three digits, then the end, a space or a dash. */
function replyOf({ response = '' }: SmtpFailure): Reply | null {
  const found = /^([45]\d\d)(?:[ -]([45]\.\d{1,3}\.\d{1,3})?|$)/.exec(response)
  if (found === null) return null
  const [, code = '', enhanced] = found
  return { code: Number(code), text: enhanced === undefined ? code : `${code} ${enhanced}` }
}

function error(
  code: GuichetError['code'],
  sentence: string,
  details: Omit<GuichetErrorDetails, 'provider'>,
): GuichetError {
  return new GuichetError(code, sentence, { ...details, provider: 'smtp' })
}
