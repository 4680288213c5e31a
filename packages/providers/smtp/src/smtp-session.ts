import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { ComposedMessage } from '@guichet/mail-composer'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { SmtpSecrets } from './settings.ts'
import {
  loginNotOffered,
  loginRefused,
  type SmtpFailure,
  type SmtpPhase,
  smtpError,
  unknownOutcome,
} from './smtp-error.ts'
import { tokenLogin } from './token-login.ts'

/** One connection to a server. Every step ends: with its result, or with a GuichetError that has a verdict. */
export interface SmtpSession {
  connect(): Promise<void>
  login(username: string, secrets: SmtpSecrets): Promise<void>
  /** Returns the server's final reply. */
  send(message: ComposedMessage): Promise<string>
  /** Says goodbye without waiting for an answer. */
  close(): void
}

export interface SmtpSessionOptions extends SMTPConnectionOptions {
  readonly host: string
  readonly port: number
  /** Where to connect instead of asking for the address of `host`, which still names the certificate. */
  readonly address: string | null
  /** How long the server may think after the final dot, in milliseconds. */
  readonly finalReplyMs: number
}

type Callback<Value> = (failure: SmtpFailure | null | undefined, value?: Value) => void

/** Opens nothing yet: `connect` does. */
export function smtpSession({ finalReplyMs, address, ...options }: SmtpSessionOptions): SmtpSession {
  const name = isIP(options.host) === 0 ? { servername: options.host } : {}
  const place = address === null ? {} : { host: address, tls: { ...options.tls, ...name } }
  const connection = new SMTPConnection({ ...options, ...place, customAuth: { XOAUTH2: tokenLogin } })
  const server = `${options.host}:${options.port}`
  let phase: SmtpPhase = 'connect'
  let lost: SmtpFailure | null = null
  // Stays attached, or an error between two steps would end the process.
  connection.on('error', (failure: SmtpFailure) => {
    lost ??= failure
  })

  /** Not every failure reaches a step's callback (a drop during the login does not): the events are watched too. */
  function step<Value>(name: SmtpPhase, run: (done: Callback<Value>) => void): Promise<Value | undefined> {
    phase = name
    return new Promise((resolve, reject) => {
      const fail = (failure: SmtpFailure) => reject(smtpError(phase, failure, server))
      if (lost !== null) return fail(lost)
      // nodemailer closes before it calls back with the reply that made it close: the reply goes first.
      const onEnd = () => queueMicrotask(() => fail(lost ?? { code: 'ECONNECTION' }))
      connection.once('error', fail)
      connection.once('end', onEnd)
      run((failure, value) => {
        connection.off('error', fail)
        connection.off('end', onEnd)
        if (failure) fail(failure)
        else resolve(value)
      })
    })
  }

  async function* body(raw: Buffer) {
    // The stream is first read when the server has asked for the message (354): from here on a silence
    // leaves open whether it was sent.
    phase = 'data'
    yield raw
    if (connection._socket) connection._socket.setTimeout(finalReplyMs)
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
    send: async ({ raw, envelope }) => {
      const wanted = { from: envelope.from, to: [...envelope.to], size: raw.length }
      const info = await step<{ readonly response: string }>('envelope', (done) =>
        connection.send(wanted, Readable.from(body(raw)), done),
      )
      const reply = info?.response ?? ''
      // nodemailer takes anything that starts with a 2 for success.
      if (!/^2\d\d(?:[ -]|$)/.test(reply)) throw unknownOutcome(server, 'unreadable reply')
      return reply
    },
    close: () => {
      if (connection._socket !== false && connection._socket?.writable) connection.quit()
      connection.close()
    },
  }
}
