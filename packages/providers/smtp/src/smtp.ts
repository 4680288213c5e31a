import type { Connection, HostOptions, Sender } from '@guichet/core'
import { composeMessage } from '@guichet/mail-composer'
import { openSession } from './open-session.ts'
import { queueIdOf } from './queue-id.ts'
import { rewrittenMailId } from './rewritten-mail-id.ts'
import { portOf, type SmtpSecrets, type SmtpSettings, smtpSecrets, smtpSettings } from './settings.ts'
import type { SmtpSession } from './smtp-session.ts'

export interface SmtpOptions extends HostOptions {
  /** `ca`: the only PEM certificates to trust, for a server whose certificate no public authority signed. */
  readonly tls?: { readonly ca?: string }
  /** How we introduce ourselves (EHLO); the machine's name unless told. */
  readonly hostname?: string
  readonly timeouts?: SmtpTimeouts
}

/** A send is cut off by its worker after 110 seconds: shorter silences are told apart here, with a verdict. */
export interface SmtpTimeouts {
  /** Until the server has greeted; 10 000 unless told. */
  readonly connectMs?: number
  /** Silence before the final dot; 30 000 unless told. */
  readonly replyMs?: number
  /** Silence after the final dot, while the server stores the message; 90 000 unless told. */
  readonly finalReplyMs?: number
}

/**
 * Sends mail over SMTP: `imap({ sender: smtp() })`. An error tells whether the message was certainly not sent
 * (`not-done`) or perhaps sent (`outcome-unknown`); see the table in the README.
 */
export function smtp(options: SmtpOptions = {}): Sender<SmtpSettings, SmtpSecrets> {
  return {
    settings: smtpSettings,
    secrets: smtpSecrets,
    send: async (connection, message) => {
      // Before connecting: what cannot be composed costs no connection.
      const composed = await composeMessage(message)
      const reply = await withSession(options, connection, (session) => session.send(composed))
      const providerId = queueIdOf(reply)
      const mailId = rewrittenMailId(connection.settings.host, providerId)
      return mailId === null ? { providerId } : { providerId, mailId }
    },
    verify: async (connection) => {
      await withSession(options, connection, async () => undefined)
    },
  }
}

async function withSession<Result>(
  options: SmtpOptions,
  { settings, secrets }: Connection<SmtpSettings, SmtpSecrets>,
  work: (session: SmtpSession) => Promise<Result>,
): Promise<Result> {
  const session = await openSession({ ...connectionOptions(options), ...serverOptions(settings) }, options)
  try {
    if (settings.username) await session.login(settings.username, secrets.reveal())
    return await work(session)
  } finally {
    session.close()
  }
}

function connectionOptions({ tls = {}, hostname, timeouts = {} }: SmtpOptions) {
  const { connectMs = 10_000, replyMs = 30_000, finalReplyMs = 90_000 } = timeouts
  return {
    tls,
    name: hostname,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: replyMs,
    finalReplyMs,
  }
}

function serverOptions(settings: SmtpSettings) {
  return {
    host: settings.host,
    port: portOf(settings),
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
  }
}
