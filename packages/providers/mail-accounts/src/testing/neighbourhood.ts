import { once } from 'node:events'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { createServer as createTls, TLSSocket } from 'node:tls'
import { systemClock } from '@guichet/core'
import { type MailAccountsOptions, mailAccounts } from '../mail-accounts.ts'
import { certificateFor } from './certificate.ts'
import { startDns, type Zone } from './dns-server.ts'

export interface NeighbourhoodOptions {
  readonly zone: Zone
  /** By host and path, `autoconfig.example.com/mail/config-v1.1.xml`: a body, a redirect, or silence. */
  readonly pages?: Readonly<Record<string, string | { readonly redirect: string } | 'silence'>>
  /** Kinds of mail servers that answer, all on one address. */
  readonly servers?: readonly ('imaps' | 'imap' | 'submissions' | 'submission')[]
  readonly certificateNames?: readonly string[]
  readonly accounts?: MailAccountsOptions
}

/** A small internet on 127.0.0.1: names, web pages and mail servers that greet, and the accounts that look at it. */
export async function startNeighbourhood(options: NeighbourhoodOptions) {
  const { zone, pages = {}, servers = [], accounts = {} } = options
  const tls = certificateFor(options.certificateNames ?? ['*.dupont.example', 'dupont.example'])
  const dns = await startDns(zone)
  const requests: string[] = []
  const heard: string[] = []
  let connections = 0
  const web = createHttps(tls, (request, response) => {
    const path = (request.url ?? '').split('?')[0]
    const key = `${request.headers.host?.split(':')[0]}${path}`
    requests.push(`${request.headers.host?.split(':')[0]}${request.url}`)
    const page = pages[key]
    if (page === 'silence') return
    if (page === undefined) return void response.writeHead(404).end('<html>Not found</html>')
    if (typeof page === 'object') return void response.writeHead(302, { location: page.redirect }).end()
    response.writeHead(200, { 'content-type': 'text/xml' }).end(page)
  })
  web.on('connection', () => connections++)
  const closed = createTcp()
  const ports = new Map<number, number>([[443, await listen(web)]])
  const mail = {
    imaps: { port: 993, make: () => createTls(tls, (socket) => greet(socket, '* OK ready\r\n', heard)) },
    submissions: { port: 465, make: () => createTls(tls, (socket) => greet(socket, '220 ready\r\n', heard)) },
    imap: { port: 143, make: () => createTcp((socket) => upgradable(socket, tls, 'imap', heard)) },
    submission: { port: 587, make: () => createTcp((socket) => upgradable(socket, tls, 'smtp', heard)) },
  }
  const running: Server[] = [web]
  for (const kind of servers) {
    const server = mail[kind].make()
    running.push(server)
    ports.set(mail[kind].port, await listen(server))
  }
  const unused = await listen(closed)
  closed.close()
  return {
    ...{ requests, heard, questions: dns.questions, connections: () => connections },
    accounts: mailAccounts({
      clock: systemClock(),
      dnsServers: [dns.address],
      ispdb: null,
      allowPrivateNetworks: true,
      tls: { ca: tls.cert },
      ...accounts,
      portOf: (usual) => ports.get(usual) ?? unused,
    }),
    async stop() {
      await dns.stop()
      web.closeAllConnections()
      for (const server of running) server.close()
    },
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function greet(socket: Socket, greeting: string, heard: string[]): void {
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => heard.push(chunk.toString('latin1')))
  socket.write(greeting)
}

function upgradable(
  socket: Socket,
  tls: { readonly key: string; readonly cert: string },
  protocol: 'imap' | 'smtp',
  heard: string[],
): void {
  greet(socket, protocol === 'imap' ? '* OK ready\r\n' : '220-hello\r\n220 ready\r\n', heard)
  const onData = (chunk: Buffer) => {
    const line = chunk.toString('latin1')
    if (line.startsWith('EHLO')) return void socket.write('250-hello\r\n250-STARTTLS\r\n250 8BITMIME\r\n')
    if (!line.includes('STARTTLS')) return
    socket.off('data', onData)
    socket.write(protocol === 'imap' ? 'a OK begin\r\n' : '220 go ahead\r\n')
    new TLSSocket(socket, { isServer: true, ...tls }).on('error', () => undefined)
  }
  socket.on('data', onData)
}
