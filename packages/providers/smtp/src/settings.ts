import { z } from 'zod'
import { dkimKey } from './dkim-key.ts'

/** How the connection is protected: TLS from the first byte, TLS after STARTTLS (required), or not at all. */
export const security = z.enum(['tls', 'starttls', 'none'])

export const host = z
  .string()
  .trim()
  .min(1, 'host is the name of the outgoing mail server, for instance smtp.example.com')
  .max(253)
  .regex(/^[^\s/@]+$/, 'host is a name or an address, without smtp:// and without a path')

export const port = z.int().min(1).max(65_535)
export const username = z.string().trim().min(1).max(320)

/** The name of a key whose public half is at `<selector>._domainkey.<domain>` (RFC 6376). */
export const dkimName = z.strictObject({
  domain: z
    .string()
    .trim()
    .max(253)
    .regex(/^[^\s@/;=]+\.[^\s@/;=]+$/u, 'domain is the signing domain, for instance example.com'),
  selector: z
    .string()
    .trim()
    .max(63)
    .regex(/^[\w.-]+$/, 'selector is what stands before ._domainkey in the name of the record'),
})

/** Where mail is handed in. Without a `username` nobody logs in. */
export const smtpSettings = z.strictObject({
  host,
  /** 465 for `tls`, 587 otherwise, unless told. */
  port: port.optional(),
  security: security.default('tls'),
  username: username.nullish(),
  /** Signs what is sent, with the secret `dkimKey`; for servers that do not sign by themselves. */
  dkim: dkimName.optional(),
})

export type SmtpSettings = z.infer<typeof smtpSettings>

export const smtpSecrets = z.strictObject({
  /** May stay empty without a `username`. */
  password: z.string().max(4096).default(''),
  /** Instead of a password: an OAuth2 access token (XOAUTH2). */
  accessToken: z.string().min(1).max(16_384).optional(),
  /** The private key of `settings.dkim`. */
  dkimKey: dkimKey.optional(),
})

export type SmtpSecrets = z.infer<typeof smtpSecrets>

/** The port of RFC 8314 (465, TLS at once) or RFC 6409 (587, submission) unless one was given. */
export function portOf(settings: Pick<SmtpSettings, 'port' | 'security'>): number {
  return settings.port ?? (settings.security === 'tls' ? 465 : 587)
}
