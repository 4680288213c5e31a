import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Security } from '../presets/preset.ts'
import type { Network } from './network.ts'

export interface Place {
  readonly protocol: 'imap' | 'smtp'
  readonly host: string
  readonly port: number
  readonly security: Security
}

const maxGreetingBytes = 4_096

/**
 * Whether a mail server that proves its name with a certificate answers there. Nobody logs in and nothing that it
 * says is kept.
 */
export function probe(network: Network, place: Place, signal: AbortSignal): Promise<boolean> {
  const { host, security } = place
  const target = { host, port: network.port(place.port), lookup: network.lookup }
  const trusted = { servername: host, ...(network.ca.length === 0 ? {} : { ca: [...network.ca] }) }
  return new Promise((resolve) => {
    const sockets: Socket[] = []
    const settle = (answer: boolean) => {
      // The outermost takes the one it wraps with it; taking that away under its feet kills the process.
      sockets.at(-1)?.destroy()
      signal.removeEventListener('abort', onAbort)
      resolve(answer)
    }
    const onAbort = () => settle(false)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) return settle(false)
    const watch = <Watched extends Socket>(socket: Watched): Watched => {
      sockets.push(socket)
      socket.on('error', () => settle(false))
      socket.on('close', () => settle(false))
      return socket
    }
    if (security === 'tls') {
      const socket: TLSSocket = watch(connectTls({ ...target, ...trusted }))
      converse(socket, [greeting(place)], () => settle(socket.authorized))
      return
    }
    const plain = watch(connectPlain(target))
    converse(plain, upgrade(place), () => {
      const socket: TLSSocket = watch(connectTls({ socket: plain, ...trusted }))
      socket.once('secureConnect', () => settle(socket.authorized))
    })
  })
}

/** One step of a conversation: what the server's lines must say, and what is answered then. */
interface Step {
  readonly expected: RegExp
  readonly answer: string | null
}

function greeting({ protocol }: Place): Step {
  return { expected: protocol === 'imap' ? /^\* OK\b[^\n]*\n/ : /^(?:220-[^\n]*\n)*220[ \r\n]/, answer: null }
}

function upgrade(place: Place): readonly Step[] {
  const first = greeting(place)
  if (place.protocol === 'imap') {
    return [
      { ...first, answer: 'a STARTTLS\r\n' },
      { expected: /^a OK\b[^\n]*\n/m, answer: null },
    ]
  }
  return [
    { ...first, answer: 'EHLO localhost\r\n' },
    { expected: /^250[ -]STARTTLS\b[^\n]*\n(?:250[ -][^\n]*\n)*$/im, answer: 'STARTTLS\r\n' },
    { expected: /^220[ \r\n]/m, answer: null },
  ]
}

/** Goes through the steps; a server that says anything else is waited for until the time is over. */
function converse(socket: Socket, steps: readonly Step[], onDone: () => void): void {
  let position = 0
  let heard = ''
  const onData = (chunk: Buffer) => {
    heard += chunk.toString('latin1')
    const step = steps[position]
    if (step === undefined || heard.length > maxGreetingBytes) return socket.destroy()
    if (!step.expected.test(heard)) return
    heard = ''
    position += 1
    if (step.answer !== null) socket.write(step.answer)
    if (position < steps.length) return
    socket.off('data', onData)
    onDone()
  }
  socket.on('data', onData)
}
