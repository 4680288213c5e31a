import type { AccountLogin, Language } from '@guichet/core'

export type Security = 'tls' | 'starttls'

export interface ServerPreset {
  readonly host: string
  readonly port: number
  readonly security: Security
}

/** What is known about one provider of mail accounts. */
export interface Preset {
  readonly key: string
  readonly name: string
  /** Addresses that end in these belong to it. */
  readonly domains: readonly string[]
  /** Domains of customers belong to it when their MX is one of these hosts, or a host below one (`.example.com`). */
  readonly mx: readonly string[]
  readonly imap: ServerPreset
  readonly smtp: ServerPreset
  /** What goes in front of the password: the whole address, or what stands before the @. */
  readonly username: 'address' | 'local-part'
  /** Best first. */
  readonly logins: readonly AccountLogin[]
  /** Whose OAuth2 it is, where it has one. */
  readonly oauth: 'google' | 'microsoft' | null
  readonly helpUrl: string | null
  readonly remarks: Readonly<Record<Language, string>> | null
}

/** TLS from the first byte on the ports of RFC 8314, which nearly everybody has by now. */
export function tlsServers(imap: string, smtp: string): Pick<Preset, 'imap' | 'smtp'> {
  return {
    imap: { host: imap, port: 993, security: 'tls' },
    smtp: { host: smtp, port: 465, security: 'tls' },
  }
}

/** A provider that takes the address and its ordinary password. */
export const ordinary = {
  mx: [],
  username: 'address',
  logins: ['password'],
  oauth: null,
  helpUrl: null,
  remarks: null,
} as const
