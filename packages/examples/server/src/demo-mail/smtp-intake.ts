import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface SmtpIntake {
  readonly port: number
  stop(): Promise<void>
}

export interface TakenMail {
  readonly raw: Uint8Array
  /** Whom the server was told of. */
  readonly recipients: readonly string[]
}

export interface SmtpIntakeOptions {
  /** Who may send; absent: everybody, as servers that capture mail do. */
  readonly login?: { readonly username: string; readonly password: string }
  readonly onMail: (mail: TakenMail) => void
}

/** Takes what the demo sends, on a free port of 127.0.0.1; nothing ever leaves this machine. */
export async function startSmtpIntake({ login, onMail }: SmtpIntakeOptions): Promise<SmtpIntake> {
  let count = 0
  const server = new SMTPServer({
    disabledCommands: login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    authOptional: login === undefined,
    // Senders keep their connections for a while: stopping does not wait for them.
    closeTimeout: 1,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === login?.username && password === login?.password) done(null, { user: username })
      else done(new Error('wrong user name or password'))
    },
    onData: (stream, { envelope }, done) => {
      void buffer(stream).then((raw) => {
        onMail({ raw, recipients: envelope.rcptTo.map(({ address }) => address) })
        count += 1
        done(null, `queued as DEMO${count}`)
      }, done)
    },
  })
  // A program that breaks off is no reason for the demo to end.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port')
  return { port: address.port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
