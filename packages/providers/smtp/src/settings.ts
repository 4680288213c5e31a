import { z } from 'zod'

/** How the connection is protected: TLS from the first byte, TLS after STARTTLS (required), or not at all. */
const securities = ['tls', 'starttls', 'none'] as const

const host = z
  .string()
  .trim()
  .min(1, 'host is the name of the outgoing mail server, for instance smtp.example.com')
  .max(253)
  .regex(/^[^\s/@]+$/, 'host is a name or an address, without smtp:// and without a path')

/** Where mail is handed in. Without a `username` nobody logs in. */
export const smtpSettings = z.strictObject({
  host,
  /** 465 for `tls`, 587 otherwise, unless told. */
  port: z.int().min(1).max(65_535).optional(),
  security: z.enum(securities).default('tls'),
  username: z.string().trim().min(1).max(320).nullish(),
})

export type SmtpSettings = z.infer<typeof smtpSettings>

export const smtpSecrets = z.strictObject({
  /** May stay empty without a `username`. */
  password: z.string().max(4096).default(''),
  /** Instead of a password: an OAuth2 access token (XOAUTH2). */
  accessToken: z.string().min(1).max(16_384).optional(),
})

export type SmtpSecrets = z.infer<typeof smtpSecrets>

/** The port of RFC 8314 (465, TLS at once) or RFC 6409 (587, submission) unless one was given. */
export function portOf(settings: SmtpSettings): number {
  return settings.port ?? (settings.security === 'tls' ? 465 : 587)
}
