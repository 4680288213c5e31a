import { type Clock, GuichetError, type HostOptions, type PrivateHosts } from '@guichet/core'
import type { DkimOptions } from '@guichet/mail-composer'
import { z } from 'zod'
import { dkimKey } from './dkim-key.ts'
import { dkimName, host, port, type SmtpSettings, security, username } from './settings.ts'
import { isThisMachine } from './this-machine.ts'
import type { TransmitterOptions } from './transmitter.ts'

export interface SmtpSenderOptions extends TransmitterOptions {
  readonly host: string
  /** 465 for `tls`, 587 otherwise, unless told. */
  readonly port?: number
  /**
   * STARTTLS (required, never given up for plain text) unless told. `none` unless told where nobody logs in and the host
   * is this machine (`localhost`, `127.0.0.1`, `::1`), as servers that capture mail while developing have no TLS.
   */
  readonly security?: SmtpSettings['security']
  /** Absent: nobody logs in. */
  readonly username?: string
  readonly password?: string
  /**
   * Instead of a password: gives the OAuth2 token to log in with (XOAUTH2). It is asked before every message, so it
   * should remember; with the token that the server has just refused, it is asked for another one.
   */
  readonly accessToken?: (refused?: string) => Promise<string>
  /** Signs what is sent; for servers that do not sign by themselves. */
  readonly dkim?: DkimOptions
  /** `smtp` unless told. */
  readonly name?: string
}

const milliseconds = z.int().min(1).max(600_000)
const aFunction = z.custom<unknown>((value) => typeof value === 'function', 'must be a function')

const schema = z
  .strictObject({
    host,
    port: port.optional(),
    security: security.optional(),
    username: username.optional(),
    password: z.string().min(1).max(4096).optional(),
    accessToken: aFunction.optional(),
    dkim: dkimName.extend({ privateKey: dkimKey }).optional(),
    name: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'must be letters, digits, dashes and underscores')
      .default('smtp'),
    pool: z
      .strictObject({
        maxConnections: z.int().min(1).max(100).optional(),
        maxMessages: z.int().min(1).optional(),
        idleMs: z.int().min(0).max(600_000).optional(),
      })
      .optional(),
    maxMessageBytes: z.int().min(1).optional(),
    hostname: z.string().min(1).max(253).optional(),
    tls: z.strictObject({ ca: z.string().optional() }).optional(),
    timeouts: z
      .strictObject({
        connectMs: milliseconds.optional(),
        replyMs: milliseconds.optional(),
        finalReplyMs: milliseconds.optional(),
      })
      .optional(),
    privateHosts: z.enum(['refused', 'allowed']).optional(),
    resolveHost: z.custom<HostOptions['resolveHost']>().optional(),
    clock: z.custom<Clock>().optional(),
  })
  .refine(({ password, accessToken }) => password === undefined || accessToken === undefined, {
    path: ['accessToken'],
    message: 'there is a password, too: give one of them',
  })
  .refine((given) => given.username === undefined || (given.password ?? given.accessToken) !== undefined, {
    path: ['password'],
    message: 'a username needs a password or an accessToken',
  })
  .refine((given) => given.username !== undefined || (given.password ?? given.accessToken) === undefined, {
    path: ['username'],
    message: 'is missing: a password and an accessToken belong to a username',
  })

/** The options, checked. Throws `invalid-configuration` for the first that cannot work. */
export function senderOptions(options: SmtpSenderOptions): {
  readonly name: string
  readonly settings: SmtpSettings
  readonly privateHosts: PrivateHosts
} {
  const result = schema.safeParse(options)
  if (result.success) {
    const { name, host, port, username, ...given } = result.data
    const isHere = isThisMachine(host)
    const { security = isHere && username === undefined ? 'none' : 'starttls' } = given
    // Whoever writes its name into the program means it.
    const { privateHosts = isHere ? 'allowed' : 'refused' } = given
    return { name, settings: { host, port, security, username }, privateHosts }
  }
  const [issue] = result.error.issues
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const field = [...(issue?.path ?? []), ...unknownKey].join('.')
  throw new GuichetError('invalid-configuration', `${field}: ${issue?.message ?? 'not valid'}`, { field })
}
