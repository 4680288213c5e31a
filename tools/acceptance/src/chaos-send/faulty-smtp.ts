import { createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Fault, FaultDeck, FaultKind, Step } from './faults.ts'
import { type Talk, talk } from './smtp-talk.ts'

/** A message that the server has: it answers for it from here on. */
export interface TakenMail {
  readonly mailId: string
  readonly raw: Buffer
}

export interface FaultySmtpServer {
  readonly port: number
  /** In the order in which they were taken; one that comes twice is here twice. */
  readonly taken: readonly TakenMail[]
  /** First recipients of the messages that were asked for (354): these it may have. */
  readonly asked: ReadonlySet<string>
  /** How often each fault happened. */
  readonly met: ReadonlyMap<string, number>
  /** Calls back at every step that a conversation reaches. Returns how to stop listening. */
  onStep(listener: (step: Step) => void): () => void
  stop(): Promise<void>
}

export interface FaultySmtpOptions {
  readonly deck: FaultDeck
  readonly certificate: { readonly key: string; readonly cert: string }
}

/** A submission server (STARTTLS, AUTH) that fails as the deck says, and is as good as any where it says nothing. */
export async function startFaultySmtpServer({
  deck,
  certificate,
}: FaultySmtpOptions): Promise<FaultySmtpServer> {
  const taken: TakenMail[] = []
  const asked = new Set<string>()
  const met = new Map<string, number>()
  const listeners = new Set<(step: Step) => void>()
  const sockets = new Set<Socket>()
  const secureContext = createSecureContext(certificate)
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(socket, {
      ...{ deck, secureContext },
      reached(step) {
        for (const listener of listeners) listener(step)
      },
      failed({ step, kind, isTaken }) {
        const name = step === 'dot' && isTaken ? `${step} ${kind}, taken` : `${step} ${kind}`
        met.set(name, (met.get(name) ?? 0) + 1)
      },
      ask: (recipient) => asked.add(recipient),
      take: (raw) => taken.push({ mailId: mailIdOf(raw), raw }),
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    ...{ port: address.port, taken, asked, met },
    onStep(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface Service {
  readonly deck: FaultDeck
  readonly secureContext: ReturnType<typeof createSecureContext>
  reached(step: Step): void
  failed(fault: Fault): void
  ask(recipient: string): void
  take(raw: Buffer): void
}

function serve(socket: Socket, service: Service): void {
  let stream: Socket = socket
  let isOver = false
  const attach = (next: Socket, conversation: Talk) => {
    // Whoever is killed, or gives up, resets the connection.
    next.on('error', () => socket.destroy())
    next.on('data', (chunk: Buffer) => {
      if (!isOver) conversation.hear(chunk)
    })
  }
  const end = (last: string) => {
    isOver = true
    stream.end(last)
  }
  const misbehave: Record<FaultKind, (normal: string) => void> = {
    close: () => end(''),
    reset: () => {
      isOver = true
      socket.resetAndDestroy()
    },
    stall: () => {
      isOver = true
    },
    later: () => stream.write('451 4.3.0 not now\r\n'),
    never: () => stream.write('554 5.7.1 not at all\r\n'),
    shutdown: () => end('421 4.3.2 closing\r\n'),
    'cut-reply': (normal) => end(normal.slice(0, 5)),
    garbage: () => stream.write('never mind\r\n'),
  }
  const conversation = talk({
    ...{ deck: service.deck, reached: service.reached, ask: service.ask, take: service.take },
    say: (reply) => stream.write(`${reply}\r\n`),
    end: (reply) => end(`${reply}\r\n`),
    fail(fault, normal) {
      service.failed(fault)
      misbehave[fault.kind](normal)
    },
    secure() {
      socket.removeAllListeners('data')
      stream = new TLSSocket(socket, { isServer: true, secureContext: service.secureContext })
      attach(stream, conversation)
    },
  })
  attach(socket, conversation)
  conversation.greet()
}

function mailIdOf(raw: Buffer): string {
  return /^Message-ID:\s*<([^>]*)>/im.exec(raw.toString('latin1'))?.[1] ?? ''
}
