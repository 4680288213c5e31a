import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** What a receiver got, proven by the specification's own library. */
export interface Received {
  readonly id: string
  readonly body: unknown
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** Requests whose signature was wrong. */
  refused: number
  /** What it answers from here on; `hangUp` closes the connection instead. */
  answer: { status: number; headers?: Record<string, string>; body?: string } | 'hangUp'
  close(): Promise<void>
}

/** A program of somebody else's: it knows the specification, its library and a secret, and nothing of us. */
export async function startReceiver(secretOf: () => string): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync<Buffer>(request)).toString('utf8')
    if (receiver.answer === 'hangUp') return request.socket.destroy()
    try {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const verified = new Webhook(secretOf()).verify(body, headers)
      receiver.received.push({ id: headers['webhook-id'] ?? '', body: verified })
    } catch {
      receiver.refused += 1
      return response.writeHead(401).end()
    }
    const { status, headers, body: text } = receiver.answer
    response.writeHead(status, headers).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook?tenant=acme`,
    received: [],
    refused: 0,
    answer: { status: 204 },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
