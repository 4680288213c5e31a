import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { ComposedMessage } from '@guichet/mail-composer'
import SMTPConnection, {
  type SMTPConnectionOptions,
  type SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection'
import { z } from 'zod'
import { type Conversation, conversation } from './conversation.ts'
import { type Resting, resting } from './resting.ts'
import type { SmtpSecrets } from './settings.ts'
import { loginNotOffered, loginRefused, unknownOutcome } from './smtp-error.ts'
import { tokenLogin } from './token-login.ts'

/** One connection to a server. Every step ends: with its result, or with a GuichetError that has a verdict. */
export interface SmtpSession extends Resting, Pick<Conversation, 'wasEndedBefore'> {
  connect(): Promise<void>
  login(username: string, secrets: Pick<SmtpSecrets, 'password' | 'accessToken'>): Promise<void>
  /** What the server said that it takes. */
  offers(): ServerOffers
  /** Returns the server's final reply, and whom it refused while it took the message for others. */
  send(message: ComposedMessage & SendMarks): Promise<SentReply>
  /** Says goodbye without waiting for an answer. */
  close(): void
}

export interface ServerOffers {
  /** The largest message, in bytes; 0 when it does not say. */
  readonly maxBytes: number
  /** Addresses outside ASCII (SMTPUTF8, RFC 6531). */
  readonly anyAddress: boolean
}

interface SendMarks {
  /** What a server that reports failures (DSN, RFC 3461) shall call the message in them; null for none. */
  readonly reportAs: string | null
}

export interface SentReply {
  readonly reply: string
  readonly refused: readonly { readonly address: string; readonly reply: string }[]
}

export interface SmtpSessionOptions extends SMTPConnectionOptions {
  readonly host: string
  readonly port: number
  /** Where to connect instead of asking for the address of `host`, which still names the certificate. */
  readonly address: string | null
  /** How long the server may say nothing, in milliseconds. */
  readonly socketTimeout: number
  /** How long the server may think after the final dot, in milliseconds. */
  readonly finalReplyMs: number
}

/** Opens nothing yet: `connect` does. */
export function smtpSession({ finalReplyMs, address, ...options }: SmtpSessionOptions): SmtpSession {
  const name = isIP(options.host) === 0 ? { servername: options.host } : {}
  const place = address === null ? {} : { host: address, tls: { ...options.tls, ...name } }
  const connection = new SMTPConnection({ ...options, ...place, customAuth: { XOAUTH2: tokenLogin } })
  const server = `${options.host}:${options.port}`
  const { step, goAhead, wasEndedBefore } = conversation(connection, server)

  /** First read when the server has asked for the message: from here on a silence leaves open whether it was sent. */
  function body(raw: Buffer): Readable {
    let isGiven = false
    return new Readable({
      read() {
        if (!isGiven) {
          isGiven = true
          goAhead()
          this.push(raw)
          return
        }
        if (connection._socket) connection._socket.setTimeout(finalReplyMs)
        this.push(null)
      },
    })
  }

  return {
    connect: async () => {
      await step<void>('connect', (done) => connection.connect(done))
    },
    login: async (username, { password, accessToken }) => {
      if (!connection.allowsAuth) throw loginNotOffered(server)
      if (accessToken === undefined && password === '') throw loginRefused(server, 'no password given')
      const login =
        accessToken === undefined
          ? { user: username, pass: password }
          : { user: username, pass: accessToken, method: 'XOAUTH2' }
      await step<boolean>('login', (done) => connection.login(login, done))
    },
    offers: () => offersOf(connection),
    send: async ({ raw, envelope: { from, to }, reportAs }) => {
      const dsn = reportAs === null || from === '' ? {} : { dsn: failureReport(reportAs) }
      const envelope = { from, to: [...to], size: raw.length, ...dsn }
      const info = await step<SMTPConnectionSendInfo>('envelope', (done) =>
        connection.send(envelope, body(raw), done),
      )
      const reply = info?.response ?? ''
      // nodemailer takes anything that starts with a 2 for success.
      if (!/^2\d\d(?:[ -]|$)/.test(reply)) throw unknownOutcome(server, 'unreadable reply')
      return { reply, refused: refusedOf(info) }
    },
    ...resting(connection, options.socketTimeout),
    wasEndedBefore,
    close: () => {
      if (connection._socket !== false && connection._socket?.writable) connection.quit()
      connection.close()
    },
  }
}

/** nodemailer keeps these to itself; its version is pinned. */
const offersSchema = z.object({ _maxAllowedSize: z.number(), _supportedExtensions: z.array(z.string()) })

function offersOf(connection: SMTPConnection): ServerOffers {
  const { _maxAllowedSize, _supportedExtensions } = offersSchema.parse(connection)
  return { maxBytes: _maxAllowedSize, anyAddress: _supportedExtensions.includes('SMTPUTF8') }
}

/** Of what fails or has to wait, not of what arrives; without the message itself. */
function failureReport(reportAs: string) {
  return { ret: 'HDRS', envid: reportAs, notify: ['FAILURE', 'DELAY'] }
}

const refusalSchema = z.object({ recipient: z.string(), response: z.string().default('') })

function refusedOf(info: SMTPConnectionSendInfo | undefined): SentReply['refused'] {
  return (info?.rejectedErrors ?? []).map((refusal) => {
    const { recipient, response } = refusalSchema.parse(refusal)
    return { address: recipient, reply: response }
  })
}
