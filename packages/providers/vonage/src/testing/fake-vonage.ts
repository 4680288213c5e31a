import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '@guichet/core'
import { type FakeAccount, fakeAccount } from './account.ts'
import { type CallbackMaker, callbackMaker } from './callbacks.ts'
import {
  answerTo,
  type FakeAnswer,
  type FakeFailure,
  type FakeRequest,
  type FakeSent,
  type MediaStore,
} from './fake-answers.ts'

export interface FakeVonageOptions {
  readonly account?: FakeAccount
  readonly clock?: Clock
  /** Judges a request that is well signed; a sentence refuses it. Tests plug in the vendor's own description. */
  readonly validate?: (request: FakeRequest) => string | null
  /** Hears of each text that was taken, before it is answered. */
  readonly onSent?: (sent: FakeSent) => void
}

/** A Vonage of our own on a local port: it takes texts, keeps files, and makes callbacks. */
export interface FakeVonage extends CallbackMaker {
  /** What `baseUrl` of the channels is set to. */
  readonly url: string
  readonly account: FakeAccount
  /** Everything that was asked, in order, refused or not. */
  readonly requests: readonly FakeRequest[]
  /** The next requests that send something fail so, one after the other. */
  fail(...failures: readonly FakeFailure[]): void
  /** Keeps a file; returns its address. `secured`: only for the token of the application. */
  keepFile(name: string, file: { contentType: string; bytes: Uint8Array; secured?: boolean }): string
  close(): Promise<void>
}

/** Starts a fake Vonage on a free port of this machine. */
export async function startFakeVonage(options: FakeVonageOptions = {}): Promise<FakeVonage> {
  const {
    account = fakeAccount(),
    clock = systemClock(),
    validate = () => null,
    onSent = () => undefined,
  } = options
  const requests: FakeRequest[] = []
  const failures: FakeFailure[] = []
  const media: MediaStore = new Map()
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      requests.push(request)
      const answer = answerTo(request, {
        account,
        clock,
        validate,
        media,
        onSent,
        nextFailure: () => failures.shift(),
      })
      respond(response, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${portOf(server.address())}`
  return {
    ...callbackMaker(account, clock),
    url,
    account,
    requests,
    fail: (...next) => void failures.push(...next),
    keepFile: (name, { contentType, bytes, secured = false }) => {
      media.set(`/media/${name}`, { contentType, bytes, secured })
      return `${url}/media/${name}`
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const { method = '', url = '', headers } = incoming
  return {
    method,
    path: url,
    contentType: headers['content-type'] ?? '',
    authorization: headers.authorization ?? '',
    body: Buffer.concat(chunks).toString(),
  }
}

function respond(response: ServerResponse, answer: FakeAnswer): void {
  if (answer === 'hang') return
  if (answer === 'cut') {
    response.destroy()
    return
  }
  const { status, contentType, headers = {}, body } = answer
  response.writeHead(status, { 'content-type': contentType, ...headers }).end(body)
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
