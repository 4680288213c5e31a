import { createServer, type Socket } from 'node:net'

/** Where in a conversation something goes wrong; `go-ahead` is right after the 354, `body` in mid-message. */
export type Stage = 'banner' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'go-ahead' | 'body' | 'dot'

/** What happens there: the connection is lost, nothing more is said, or something is said. */
export type Fault =
  | 'drop'
  | 'hang'
  | { readonly say: string; readonly thenDrop?: boolean; readonly unfinished?: boolean }

export interface Script {
  readonly faults?: Partial<Record<Stage, Fault>>
  /** Messages that a connection takes before its faults begin; none unless told. */
  readonly goodMessages?: number
  /** Lines of the EHLO answer besides the greeting. */
  readonly extensions?: readonly string[]
  /** Answers to each RCPT in turn; `250 ok` where absent. */
  readonly recipients?: readonly string[]
  /** The answer to the final dot. */
  readonly finalReply?: string
}

export interface ScriptedSmtpServer {
  readonly port: number
  /** Everything clients said, commands and messages, in order. */
  readonly heard: () => string
  /** The messages between DATA and the dot. */
  readonly messages: readonly string[]
  /** How many were opened so far. */
  readonly connections: () => number
  /** How many are open. */
  readonly open: () => number
  /** Hangs up on everybody. */
  hangUp(): Promise<void>
  stop(): Promise<void>
}

interface Talk {
  readonly socket: Socket
  readonly script: Script
  readonly messages: string[]
  taken: number
  recipientIndex: number
  inData: boolean
  message: string
  over: boolean
}

/** A server that speaks just enough SMTP and fails exactly where the script says. */
export async function startScriptedSmtpServer(script: Script = {}): Promise<ScriptedSmtpServer> {
  let heard = ''
  const messages: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const talk: Talk = {
      socket,
      script,
      messages,
      taken: 0,
      recipientIndex: 0,
      inData: false,
      message: '',
      over: false,
    }
    let rest = ''
    // A client that gives up resets the connection; that is what half of these tests are about.
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      heard += chunk.toString('utf8')
      rest += chunk.toString('utf8')
      const lines = rest.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (!talk.over) hear(talk, line)
    })
    at(talk, 'banner', '220 scripted ESMTP')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    port: address.port,
    heard: () => heard,
    messages,
    connections: () => connections,
    open: () => sockets.size,
    hangUp: async () => {
      const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of sockets) socket.end()
      await Promise.all(closed)
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function hear(talk: Talk, line: string): void {
  if (talk.inData) hearData(talk, line)
  else hearCommand(talk, line)
}

function hearData(talk: Talk, line: string): void {
  if (line === '.') {
    talk.inData = false
    talk.messages.push(talk.message)
    talk.message = ''
    at(talk, 'dot', talk.script.finalReply ?? '250 2.0.0 Ok: queued as 4XYZ')
    talk.taken += 1
    return
  }
  talk.message += `${line}\r\n`
  // Only a fault: a server says nothing in mid-message.
  if (line === '') at(talk, 'body', null)
}

function hearCommand(talk: Talk, line: string): void {
  const verb = line.split(/[ :]/)[0]?.toUpperCase()
  if (verb === 'EHLO' || verb === 'HELO') {
    const lines = ['scripted', ...(talk.script.extensions ?? ['AUTH PLAIN'])]
    const answer = lines.map((text, index) => `250${index === lines.length - 1 ? ' ' : '-'}${text}`)
    at(talk, 'ehlo', answer.join('\r\n'))
  } else if (verb === 'AUTH') at(talk, 'auth', '235 welcome')
  else if (verb === 'MAIL') at(talk, 'mail', '250 ok')
  else if (verb === 'RCPT') {
    const answer = talk.script.recipients?.[talk.recipientIndex] ?? '250 ok'
    talk.recipientIndex += 1
    at(talk, 'rcpt', answer)
  } else if (verb === 'DATA') {
    at(talk, 'data', '354 go ahead')
    talk.inData = faultAt(talk, 'data') === undefined
    at(talk, 'go-ahead', null)
  } else if (verb === 'QUIT') talk.socket.end('221 bye\r\n')
  else talk.socket.write('502 no\r\n')
}

function faultAt({ script, taken }: Talk, stage: Stage): Fault | undefined {
  return taken < (script.goodMessages ?? 0) ? undefined : script.faults?.[stage]
}

function at(talk: Talk, stage: Stage, normal: string | null): void {
  const fault = faultAt(talk, stage)
  if (talk.over) return
  if (fault === undefined) {
    if (normal !== null) talk.socket.write(`${normal}\r\n`)
  } else if (fault === 'hang') talk.over = true
  else if (fault === 'drop') {
    talk.over = true
    talk.socket.end()
  } else {
    const text = fault.unfinished ? fault.say : `${fault.say}\r\n`
    if (fault.thenDrop) talk.over = true
    if (fault.thenDrop) talk.socket.end(text)
    else talk.socket.write(text)
  }
}
