import { createServer, type Socket } from 'node:net'
import type { FakeAccount } from './fake-account.ts'
import type { Answer, SessionState } from './honest-answer.ts'
import { liar } from './liar.ts'
import { serveConnection } from './serve-connection.ts'
import { readTranscript } from './transcript.ts'

/** A command as it arrived. */
export interface SeenCommand {
  /** Counted from 1. */
  readonly connection: number
  /** Without the tag. */
  readonly text: string
}

export interface ImapServerOptions {
  readonly account: FakeAccount
  /** `ann` and `secret` unless told. */
  readonly user?: string
  readonly password?: string
  /** What the server announces; CONDSTORE, QRESYNC, OBJECTID, IDLE and SPECIAL-USE unless told. */
  readonly capabilities?: readonly string[]
}

/** An IMAP server on a free port of 127.0.0.1 (plain text) that is honest until told to lie. */
export interface ImapServer {
  readonly host: string
  readonly port: number
  readonly account: FakeAccount
  readonly user: string
  readonly password: string
  /** Every command of every connection, in order. */
  readonly commands: readonly SeenCommand[]
  /**
   * From now on, when the commands of this transcript come, in its order, its answers are given (see
   * `readTranscript`; the command of a new connection is `CONNECT`). Everything else stays honest. Plays
   * `times` times, once unless told.
   */
  lie(transcript: string, times?: number): void
  /** Changes honest answers before they are sent; returns how to stop. */
  tamper(change: (command: string, answer: Answer) => Answer): () => void
  /** While true nobody is told of changes unless asked: a push that got lost. */
  silent: boolean
  /** Cuts every connection. */
  dropConnections(): void
  /** Resolves when a command matched, also in the past; rejects after ten seconds. */
  seen(pattern: RegExp, times?: number): Promise<void>
  stop(): Promise<void>
}

export const defaultCapabilities: readonly string[] = [
  ...['IMAP4rev1', 'ID', 'ENABLE', 'IDLE', 'LITERAL+', 'NAMESPACE', 'SPECIAL-USE', 'UIDPLUS'],
  ...['CONDSTORE', 'QRESYNC', 'OBJECTID'],
]

/** Starts a server for this account; resolves when it listens. */
export async function startImapServer(options: ImapServerOptions): Promise<ImapServer> {
  const { account, user = 'ann', password = 'secret', capabilities = defaultCapabilities } = options
  const sockets = new Set<Socket>()
  const commands: SeenCommand[] = []
  const lies = liar()
  const tampers = new Set<(command: string, answer: Answer) => Answer>()
  const onCommand = new Set<() => void>()
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('the fake server got no port')
  const server: ImapServer = {
    ...{ host: '127.0.0.1', port: address.port, account, user, password, commands, silent: false },
    lie: (transcript, times = 1) => lies.add(readTranscript(transcript), times),
    tamper(change) {
      tampers.add(change)
      return () => tampers.delete(change)
    },
    dropConnections() {
      for (const socket of sockets) socket.destroy()
    },
    seen: (pattern, times = 1) => seen(commands, onCommand, pattern, times),
    async stop() {
      server.dropConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
  const newState = (): SessionState => ({
    ...{ account, capabilities, login: { user, password } },
    ...{ enabled: new Set<string>(), authenticated: false, selected: null },
  })
  let connections = 0
  listener.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const connection = ++connections
    serveConnection(socket, newState(), {
      lies,
      isSilent: () => server.silent,
      onCommand(text) {
        commands.push({ connection, text })
        for (const look of onCommand) look()
      },
      tamper: (text, answer) => [...tampers].reduce((changed, change) => change(text, changed), answer),
    })
  })
  return server
}

async function seen(
  commands: readonly SeenCommand[],
  onCommand: Set<() => void>,
  pattern: RegExp,
  times: number,
): Promise<void> {
  const done = Promise.withResolvers<void>()
  const look = () => {
    if (commands.filter(({ text }) => pattern.test(text)).length >= times) done.resolve()
  }
  const timer = setTimeout(() => done.reject(new Error(`no command ${pattern} in ten seconds`)), 10_000)
  onCommand.add(look)
  look()
  try {
    await done.promise
  } finally {
    clearTimeout(timer)
    onCommand.delete(look)
  }
}
