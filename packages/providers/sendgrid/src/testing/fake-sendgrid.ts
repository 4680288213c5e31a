import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface FakeSendGrid {
  readonly url: string
  readonly requests: readonly { readonly authorization: string; readonly body: unknown }[]
  /** Answers the next request in this way instead of 202. */
  answerNext(answer: FakeAnswer): void
  stop(): Promise<void>
}

/** `hangUp` closes the connection after the request was read. */
export type FakeAnswer =
  | 'hangUp'
  | { readonly status: number; readonly body?: object; readonly headers?: Readonly<Record<string, string>> }

/** Takes mail as SendGrid does, so far as a sender can see it. */
export async function startFakeSendGrid(): Promise<FakeSendGrid> {
  const requests: { authorization: string; body: unknown }[] = []
  const answers: FakeAnswer[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    requests.push({
      authorization: request.headers.authorization ?? '',
      body: body === '' ? null : JSON.parse(body),
    })
    const answer = answers.shift() ?? { status: 202, headers: { 'x-message-id': `id-${requests.length}` } }
    if (answer === 'hangUp') {
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answerNext: (answer) => void answers.push(answer),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
