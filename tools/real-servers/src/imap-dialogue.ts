import { connect } from 'node:net'

export interface ImapLogin {
  readonly port: number
  readonly user: string
  readonly password: string
}

/**
 * Logs in without encryption and sends commands one after another; returns all that the server said. Throws at the
 * first that is not answered with OK. A command may contain a literal: `APPEND INBOX {5+}\r\nhello`.
 */
export async function imapDialogue(login: ImapLogin, ...commands: readonly string[]): Promise<string> {
  const socket = connect(login.port, '127.0.0.1')
  const waiting = [`LOGIN "${login.user}" "${login.password}"`, ...commands, 'LOGOUT']
  let heard = ''
  let tag = 0
  const done = Promise.withResolvers<string>()
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1')
    const [, answer] = tag === 0 ? [0, 'OK'] : (new RegExp(`^t${tag} (\\w+)`, 'm').exec(heard) ?? [])
    if (answer === undefined || !heard.endsWith('\r\n')) return
    if (answer !== 'OK') done.reject(new Error(`IMAP said ${heard.split('\r\n').at(-2)}`))
    const next = waiting.shift()
    if (next === undefined) return done.resolve(heard)
    tag += 1
    socket.write(`t${tag} ${next}\r\n`, 'latin1')
  })
  socket.on('error', done.reject)
  socket.on('close', () => done.reject(new Error(`the server closed the connection after: ${heard}`)))
  try {
    return await done.promise
  } finally {
    socket.destroy()
  }
}
