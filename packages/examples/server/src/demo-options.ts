import { parseArgs } from 'node:util'

export interface MailboxAddress {
  readonly address: string
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly username: string
  readonly password: string
}

export interface DemoOptions {
  readonly port: number
  readonly dataFolder: string
  /** A real mailbox instead of the sample one, and how to send from it. */
  readonly mailbox: { readonly imap: MailboxAddress; readonly smtp: MailboxAddress } | null
}

export const demoUsage = `Usage: npm run demo -- [options]

  --imap imaps://user:password@host[:port]   a real mailbox instead of the sample one
                                             (imap:// for STARTTLS; write @ in the user as %40)
  --smtp smtps://user:password@host[:port]   how to answer from it; smtp.* beside imap.* unless told
  --port 3000                                where the inbox is shown
  --data ./data                              where mail of a real mailbox is kept
  --help`

/** Reads the command line. Throws an error whose message says what to write instead. */
export function demoOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      imap: { type: 'string' },
      smtp: { type: 'string' },
      port: { type: 'string', default: '3000' },
      data: { type: 'string', default: './data' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError(`--port ${values.port}: a number from 0 to 65535`)
  if (values.imap === undefined) return { port, dataFolder: values.data, mailbox: null }
  const imap = mailboxAddress('--imap', values.imap, 'imap')
  const smtp = values.smtp === undefined ? besideImap(imap) : mailboxAddress('--smtp', values.smtp, 'smtp')
  return { port, dataFolder: values.data, mailbox: { imap, smtp } }
}

function mailboxAddress(option: string, text: string, protocol: 'imap' | 'smtp'): MailboxAddress {
  const wrong = (why: string) => new TypeError(`${option}: ${why}; write ${protocol}s://user:password@host`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) throw wrong('this is not a URL')
  const security =
    url.protocol === `${protocol}s:` ? 'tls' : url.protocol === `${protocol}:` ? 'starttls' : null
  if (security === null) throw wrong(`${url.protocol}// is not ${protocol}s:// or ${protocol}://`)
  const username = decodeURIComponent(url.username)
  const password = decodeURIComponent(url.password)
  if (username === '' || password === '' || url.hostname === '')
    throw wrong('user, password or host is missing')
  if (!username.includes('@') && !/\.[a-z]{2,}$/i.test(url.hostname))
    throw wrong('the user has to be the whole address of the mailbox, with %40 for its @')
  const address = username.includes('@')
    ? username
    : `${username}@${url.hostname.replace(/^(imap|mail|smtp)\./, '')}`
  return {
    address,
    host: url.hostname,
    port: Number(url.port) || standardPort(protocol, security),
    security,
    username,
    password,
  }
}

function standardPort(protocol: 'imap' | 'smtp', security: 'tls' | 'starttls'): number {
  if (protocol === 'imap') return security === 'tls' ? 993 : 143
  return security === 'tls' ? 465 : 587
}

function besideImap(imap: MailboxAddress): MailboxAddress {
  return { ...imap, host: imap.host.replace(/^imap\./, 'smtp.'), port: 465, security: 'tls' }
}
