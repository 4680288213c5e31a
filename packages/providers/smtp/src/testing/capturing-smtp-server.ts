import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface CapturedMail {
  readonly raw: Buffer
  readonly from: string
  readonly to: readonly string[]
  readonly secure: boolean
  readonly user: string | null
}

export interface CapturingSmtpServer {
  readonly port: number
  readonly mails: readonly CapturedMail[]
  stop(): Promise<void>
}

/** A real SMTP server that keeps what it takes. It knows one user, whose password is `right`. */
export async function startCapturingSmtpServer(
  options: SMTPServerOptions = {},
): Promise<CapturingSmtpServer> {
  const mails: CapturedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    // Clients keep connections for the next message; nobody waits for them when a test is over.
    closeTimeout: 1,
    onAuth: ({ username, password }, _session, done) => {
      if (password === 'right') done(null, { user: username })
      else done(new Error('wrong password'))
    },
    onData: (stream, session, done) => {
      void buffer(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          raw,
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user === undefined ? null : String(session.user),
        })
        done(null, 'Message accepted: queued as 4FGH12')
      }, done)
    },
    ...options,
  })
  // Clients that distrust its certificate hang up; that is their right.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    port: address.port,
    mails,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
