import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface FakeSes {
  readonly url: string
  readonly bodies: readonly unknown[]
  answerNext(answer: FakeAnswer): void
  stop(): Promise<void>
}

/** An exception by its name, or the connection closed after the request was read. */
export type FakeAnswer =
  | 'hangUp'
  | { readonly status: number; readonly type: string; readonly message?: string }

/** Takes mail as SES does, so far as its own program can see it. */
export async function startFakeSes(): Promise<FakeSes> {
  const bodies: unknown[] = []
  const answers: FakeAnswer[] = []
  const server = createServer(async (request, response) => {
    bodies.push(JSON.parse((await text(request)) || 'null'))
    const answer = answers.shift()
    if (answer === 'hangUp') {
      request.socket.destroy()
      return
    }
    const type = answer === undefined ? {} : { 'x-amzn-errortype': answer.type }
    response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json', ...type })
    response.end(
      JSON.stringify(
        answer === undefined ? { MessageId: `0100-${bodies.length}` } : { message: answer.message },
      ),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    answerNext: (answer) => void answers.push(answer),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
