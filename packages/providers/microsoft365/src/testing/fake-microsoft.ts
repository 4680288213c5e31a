import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface FakeMicrosoft {
  readonly url: string
  readonly sends: readonly FakeSend[]
  /** How often somebody asked for a token. */
  tokensGiven(): number
  answerNext(answer: FakeAnswer): void
  refuseLogins(): void
  stop(): Promise<void>
}

interface FakeSend {
  readonly path: string
  readonly authorization: string
  readonly contentType: string
  readonly mime: string
}

export type FakeAnswer =
  | 'hangUp'
  | { readonly status: number; readonly code?: string; readonly headers?: Readonly<Record<string, string>> }

/** Microsoft's login and Graph, so far as a sender can see them. */
export async function startFakeMicrosoft(): Promise<FakeMicrosoft> {
  const sends: FakeSend[] = []
  const answers: FakeAnswer[] = []
  let tokens = 0
  let isRefusing = false
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const reply = (status: number, json: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(json === null ? '' : JSON.stringify(json))
    }
    if (request.url?.endsWith('/oauth2/v2.0/token')) {
      const form = new URLSearchParams(body)
      if (isRefusing || form.get('grant_type') !== 'client_credentials')
        return reply(401, { error: 'invalid_client' })
      tokens += 1
      return reply(200, { token_type: 'Bearer', expires_in: 3_600, access_token: `token-${tokens}` })
    }
    sends.push({
      path: decodeURIComponent(request.url ?? ''),
      authorization: request.headers.authorization ?? '',
      contentType: request.headers['content-type'] ?? '',
      mime: Buffer.from(body, 'base64').toString('latin1'),
    })
    const answer = answers.shift()
    if (answer === 'hangUp') return request.socket.destroy()
    if (answer === undefined) return reply(202, null)
    const { status, code = 'ErrorOfSomeKind', headers = {} } = answer
    return reply(status, { error: { code, message: 'what it says' } }, headers)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    sends,
    tokensGiven: () => tokens,
    answerNext: (answer) => void answers.push(answer),
    refuseLogins: () => {
      isRefusing = true
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
