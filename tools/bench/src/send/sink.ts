import { SMTPServer } from 'smtp-server'

/** An SMTP server that takes everything and keeps nothing, in a process of its own: says its port, and counts. */

let taken = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, done) => {
    stream.resume()
    stream.once('end', () => {
      taken += 1
      done(null, `Message accepted: queued as ${taken}`)
    })
  },
})
server.on('error', () => undefined)
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})
process.on('message', () => process.send?.({ taken }))
process.once('disconnect', () => process.exit(0))
