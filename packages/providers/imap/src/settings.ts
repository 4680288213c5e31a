import type { AccountTokens, Sender } from '@guichet/core'
import { z } from 'zod'

/** How the connection is protected: TLS from the first byte, TLS after STARTTLS (required), or not at all. */
export const securities = ['tls', 'starttls', 'none'] as const

const sentCopies = ['auto', 'always', 'never'] as const

/** Where the mail of an integration is read, and as whom. */
export interface ImapSettings {
  /** The address customers write to. */
  readonly address: string
  /** Other addresses whose mail comes into this mailbox: an answer to all does not go to them. */
  readonly aliases?: readonly string[] | undefined
  /** What answers are signed with next to the address. */
  readonly name: string
  readonly host: string
  /** 993 for `tls`, 143 otherwise, unless told. */
  readonly port?: number | undefined
  readonly security: (typeof securities)[number]
  /** The address unless told. */
  readonly username?: string | undefined
  /**
   * Paths as the server spells them, or roles as SPECIAL-USE names them (`\Junk`, `\Archive`, `\All`). Only the
   * first one is listened to, the others wait for the interval. The folder of sent mail is always read besides.
   */
  readonly folders: readonly string[]
  /**
   * What separates a tag from the name in addresses of this mailbox, where its domain accepts tagged ones
   * (`support+tag@example.com` on most, with `-` on qmail): answers then carry a signed token in Reply-To.
   */
  readonly subaddressing?: '+' | '-' | undefined
  /** False: none of CONDSTORE, QRESYNC and UTF8=ACCEPT is switched on, for servers that announce what they cannot do. */
  readonly extensions?: boolean | undefined
  /**
   * The name that the incoming mail server writes first into its Authentication-Results, where it writes them. Known
   * for Gmail, Outlook, Yahoo and iCloud; for others the domain of `host` unless told (RFC 8601 §2.5).
   */
  readonly authservId?: string | undefined
  /**
   * Whether answers are put into the folder of sent mail: `auto` unless told, which is where the provider does not do
   * it itself, as Gmail and Outlook do.
   */
  readonly sentCopies?: (typeof sentCopies)[number] | undefined
  /** The sender's own settings, where there is a sender. */
  readonly smtp?: unknown
}

export interface ImapSecrets {
  /** Absent where `oauth` is given. */
  readonly password?: string | undefined
  /** What a sign-in at Google or Microsoft gave. */
  readonly oauth?: AccountTokens | undefined
  /** The sender's own secrets; without them it gets the password above. */
  readonly smtp?: unknown
}

/** What stands for a folder whatever it is called (RFC 6154), as IMAP spells it. */
const roles: readonly string[] = ['\\Inbox', '\\Sent', '\\Junk', '\\Archive', '\\All']

/** Whether a folder is named by its role. */
export function isRole(path: string): boolean {
  return roles.includes(path)
}

const settings = z.strictObject({
  address: z.email('address is a mail address, for instance support@example.com').max(320),
  aliases: z.array(z.email('an alias is a mail address').max(320)).max(100, 'at most 100 aliases').optional(),
  name: z.string().trim().max(200, 'name is at most 200 characters').default(''),
  host: z
    .string()
    .trim()
    .min(1, 'host is the name of the incoming mail server, for instance imap.example.com')
    .max(253, 'host is at most 253 characters')
    .regex(/^[^\s/@]+$/, 'host is a name or an address, without imap:// and without a path'),
  port: z.int('port is a number').min(1, 'port is 1 to 65535').max(65_535, 'port is 1 to 65535').optional(),
  security: z
    .enum(securities, 'security is tls (usual), starttls, or none (only inside a trusted network)')
    .default('tls'),
  username: z.string().trim().min(1, 'username may be left out, not empty').max(320).optional(),
  folders: z
    .array(z.string().min(1, 'a folder needs a path, for instance INBOX').max(500))
    .min(1, 'folders names at least one folder, for instance INBOX')
    .max(50, 'at most 50 folders')
    .refine((paths) => new Set(paths).size === paths.length, 'each folder is named once')
    .refine(
      (paths) => paths.every((path) => !path.startsWith('\\') || isRole(path)),
      `a role is one of ${roles.join(', ')}`,
    )
    .default(['INBOX']),
  authservId: z
    .string()
    .trim()
    .min(1, 'authservId may be left out, not empty')
    .max(253, 'authservId is at most 253 characters')
    .optional(),
  subaddressing: z.enum(['+', '-'], 'subaddressing is + or -, or left out').optional(),
  sentCopies: z.enum(sentCopies, 'sentCopies is auto (usual), always or never').optional(),
  extensions: z.boolean('extensions is true (usual) or false').optional(),
})

const token = z.string().min(1).max(16_384)

const secrets = z.strictObject({
  password: z.string('password is text').min(1, 'password is empty').max(4096).optional(),
  oauth: z
    .strictObject({
      provider: z.string().min(1).max(40),
      accessToken: token,
      refreshToken: token,
      expiresAt: z.iso.datetime(),
    })
    .optional(),
})

function hasLogin({ password, oauth }: ImapSecrets): boolean {
  return (password === undefined) !== (oauth === undefined)
}

const loginNeeded = 'password is needed to read the mailbox, or a sign-in instead of it'

/** The schema of an integration's settings, with the sender's part when there is a sender. */
export function settingsSchema(sender: Sender | undefined): z.ZodType<ImapSettings> {
  return sender === undefined ? settings : settings.extend({ smtp: sender.settings })
}

/** The schema of an integration's secrets; the sender's part may be left out. */
export function secretsSchema(sender: Sender | undefined): z.ZodType<ImapSecrets> {
  const all = sender === undefined ? secrets : secrets.extend({ smtp: sender.secrets.optional() })
  return all.refine(hasLogin, { path: ['password'], message: loginNeeded })
}

/** The port of RFC 8314 (993, TLS at once) or RFC 9051 (143) unless one was given. */
export function portOf({ port, security }: ImapSettings): number {
  return port ?? (security === 'tls' ? 993 : 143)
}

export function usernameOf({ username, address }: ImapSettings): string {
  return username ?? address
}
