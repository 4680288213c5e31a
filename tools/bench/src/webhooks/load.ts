import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sign } from './signed-channel.ts'

/**
 * A load in a process of its own: requests are made before the clock starts and written to raw sockets, so that on
 * a small machine as much as possible of it is left to what is measured.
 */

interface Order {
  readonly port: number
  readonly path: string
  readonly secret: string
  readonly connections: number
  readonly requests: number
  /** Requests a second, whatever the answers take; absent: as fast as they come. */
  readonly rate?: number
  /** All of them are one and the same. */
  readonly isFlood?: boolean
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const requests = Array.from({ length: order.isFlood ? 1 : order.requests }, (_, index) => requestOf(index))
const latencies: number[] = []
let sent = 0
let refused = 0

function requestOf(index: number): Buffer {
  const id = `msg_${process.pid}_${performance.timeOrigin}_${index}`
  const timestamp = Math.floor(Date.now() / 1000)
  const text = `Bonjour, où en est ma commande ${index} ? `.repeat(4)
  const body = JSON.stringify({ id, from: '+33612345678', text })
  const head = [
    `POST ${order.path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `webhook-id: ${id}`,
    `webhook-timestamp: ${timestamp}`,
    `webhook-signature: v1,${sign(order.secret, id, timestamp, body)}`,
  ].join('\r\n')
  return Buffer.from(`${head}\r\n\r\n${body}`)
}

function take(): Buffer | undefined {
  if (sent === order.requests) return undefined
  sent += 1
  return requests[(sent - 1) % requests.length]
}

/** Where an answer ends; -1 while it is not complete. */
function endOf(answer: string): number {
  const head = answer.indexOf('\r\n\r\n')
  if (head === -1) return -1
  const length = /content-length: (\d+)/i.exec(answer.slice(0, head))
  if (length !== null) {
    const end = head + 4 + Number(length[1])
    return answer.length >= end ? end : -1
  }
  const last = answer.indexOf('0\r\n\r\n', head)
  return last === -1 ? -1 : last + 5
}

interface Line {
  readonly socket: Socket
  ask(request: Buffer, from: number): Promise<void>
}

function open(): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true })
    let answer = ''
    let done: () => void = () => undefined
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('data', (chunk: string) => {
      answer += chunk
      const end = endOf(answer)
      if (end === -1) return
      if (!answer.startsWith('HTTP/1.1 200')) refused += 1
      answer = answer.slice(end)
      done()
    })
    socket.once('connect', () =>
      resolve({
        socket,
        ask: (request, from) =>
          new Promise((answered) => {
            done = () => {
              latencies.push(performance.now() - from)
              answered()
            }
            socket.write(request)
          }),
      }),
    )
  })
}

async function asFastAsTheyCome(line: Line): Promise<void> {
  for (let request = take(); request !== undefined; request = take())
    await line.ask(request, performance.now())
}

/** A request counts from the moment when it should have been sent: a server that stalls cannot hide it. */
async function atRate(lines: readonly Line[], rate: number): Promise<void> {
  const idle = [...lines]
  const began = performance.now()
  const due = () => (sent < order.requests ? began + (sent * 1000) / rate : Number.POSITIVE_INFINITY)
  const ask = async (line: Line) => {
    for (let from = due(); from <= performance.now(); from = due()) {
      const request = take()
      if (request === undefined) break
      await line.ask(request, from)
    }
    idle.push(line)
  }
  while (sent < order.requests || idle.length < lines.length) {
    for (
      let line = idle.pop();
      line !== undefined;
      line = due() <= performance.now() ? idle.pop() : undefined
    )
      void ask(line)
    await sleep(1)
  }
}

const lines = await Promise.all(Array.from({ length: order.connections }, open))
const began = performance.now()
if (order.rate === undefined) await Promise.all(lines.map(asFastAsTheyCome))
else await atRate(lines, order.rate)
const seconds = (performance.now() - began) / 1000
for (const { socket } of lines) socket.destroy()
const sorted = latencies.toSorted((a, b) => a - b)
const at = (share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
process.send?.({
  ...{ perSecond: order.requests / seconds, refused, cpuSeconds: process.cpuUsage().user / 1e6 },
  ...{ p50: at(0.5), p99: at(0.99), max: sorted.at(-1) },
})
