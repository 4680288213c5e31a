import type { HostOptions } from '@guichet/core'
import { portOf, type SmtpSettings } from './settings.ts'

/** How servers are connected to. */
export interface ConnectionOptions extends HostOptions {
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

export function connectionOptions({ tls = {}, hostname, timeouts = {} }: ConnectionOptions) {
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

export function serverOptions(settings: SmtpSettings) {
  return {
    host: settings.host,
    port: portOf(settings),
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
  }
}
