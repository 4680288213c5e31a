import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface SmtpIntake {
  readonly port: number
  stop(): Promise<void>
}

export interface SmtpIntakeOptions {
  readonly username: string
  readonly password: string
  readonly onMail: (raw: Uint8Array) => void
}

/** Takes what the demo sends, on a free port of 127.0.0.1; nothing ever leaves this machine. */
export async function startSmtpIntake({
  username,
  password,
  onMail,
}: SmtpIntakeOptions): Promise<SmtpIntake> {
  let count = 0
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    // Senders keep their connections for a while: stopping does not wait for them.
    closeTimeout: 1,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (login, _session, done) => {
      if (login.username === username && login.password === password) done(null, { user: username })
      else done(new Error('wrong user name or password'))
    },
    onData: (stream, _session, done) => {
      void buffer(stream).then((raw) => {
        onMail(raw)
        count += 1
        done(null, `queued as DEMO${count}`)
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port')
  return { port: address.port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
