import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { type SafeFetchOptions, safeFetch } from './safe-fetch.ts'
import { safeRequest } from './safe-request.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

/** A server on this machine, which only `privateHosts: 'allowed'` reaches. */
async function serve(answer: RequestListener): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  servers.push(server.unref())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const options: SafeFetchOptions = {
  ...{
    privateHosts: 'allowed',
    allowedHosts: ['127.0.0.1', 'localhost'],
    maxBytes: 1000,
    deadlineMs: 20_000,
  },
}

async function read(url: string, changes: Partial<SafeFetchOptions> = {}): Promise<string> {
  const chunks: Uint8Array[] = []
  const { bytes } = await safeFetch(url, { ...options, ...changes })
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** What reading it throws. */
const failure = (url: string, changes: Partial<SafeFetchOptions> = {}) =>
  read(url, changes).then(
    () => expect.fail('it was read'),
    ({ code, retry, message, providerCode }) => ({ code, retry, message, providerCode }),
  )

describe('a file', () => {
  it('comes with the type and the name that its server gives it', async () => {
    const { url, asked } = await serve((_request, response) => {
      response.setHeader('content-type', 'image/png')
      response.setHeader(
        'content-disposition',
        `attachment; filename="a.png"; filename*=UTF-8''%C3%A9t%C3%A9.png`,
      )
      response.end('bytes')
    })
    const file = await safeFetch(url, { ...options, headers: { authorization: 'Bearer 1' } })
    expect(file).toMatchObject({ contentType: 'image/png', name: 'été.png' })
    expect(await read(url)).toBe('bytes')
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer 1', 'accept-encoding': 'identity' })
  })

  it.each([
    [404, 'not-found', 'never'],
    [410, 'not-found', 'never'],
    [401, 'authentication-failed', 'later'],
    [403, 'authentication-failed', 'later'],
    [429, 'throttled', 'later'],
    [503, 'throttled', 'later'],
    [500, 'rejected', 'later'],
    [400, 'rejected', 'never'],
    [204, 'rejected', 'never'],
  ])('that is answered %i is %s', async (status, code, retry) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status).end(status === 204 ? undefined : 'the secret is 1234')
    })
    const failed = await failure(url)
    expect(failed).toMatchObject({ code, retry, providerCode: String(status) })
    expect(failed.message).not.toContain('secret')
  })

  it('that is too large is refused before it is read, or as soon as it becomes too large', async () => {
    const { url, asked } = await serve(({ url: path }, response) => {
      if (path === '/told') response.setHeader('content-length', 5000)
      for (let index = 0; index < 5; index += 1) response.write(Buffer.alloc(1000))
      response.end()
    })
    for (const path of ['/told', '/untold']) {
      expect(await failure(url + path)).toMatchObject({ code: 'rejected', retry: 'never' })
    }
    expect(asked).toHaveLength(2)
  })

  it('that breaks off before its length is never taken for whole', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('content-length', 100)
      response.write('half', () => response.destroy())
    })
    expect(await failure(url)).toMatchObject({ code: 'host-unreachable', retry: 'later' })
  })

  it('that goes on after its length ends there', async () => {
    const { url } = await serve((_request, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbytes and more')
    })
    expect(await read(url)).toBe('byte')
  })

  it('that is packed although nobody asked for it is refused', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end('bomb')
    })
    expect(await failure(url)).toMatchObject({ code: 'protocol-error', retry: 'never' })
  })

  it.each(['before it answers', 'in the middle'])('whose server stops %s is too late', async (when) => {
    const { url } = await serve((_request, response) => {
      if (when === 'in the middle') response.write('some')
    })
    expect(await failure(url, { deadlineMs: 30 })).toMatchObject({
      ...{ code: 'host-unreachable', retry: 'later', providerCode: 'ETIMEDOUT' },
    })
  })

  it('is left when the caller stops', async () => {
    const stopping = new AbortController()
    const { url } = await serve(() => stopping.abort())
    expect(await failure(url, { signal: stopping.signal })).toMatchObject({ code: 'host-unreachable' })
  })

  it('on a machine where nobody answers may be there later', async () => {
    const { url } = await serve(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await failure(url)).toMatchObject({ retry: 'later', providerCode: 'ECONNREFUSED' })
  })
})

describe('a redirect', () => {
  it('is followed to an allowed host, and gives the authorization to nobody else', async () => {
    const store = await serve((_request, response) => response.end('bytes'))
    const { url } = await serve((_request, response) => {
      response.writeHead(302, { location: store.url.replace('127.0.0.1', 'localhost') }).end()
    })
    expect(await read(url, { headers: { authorization: 'Bearer 1' } })).toBe('bytes')
    expect(store.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('keeps the authorization within one origin', async () => {
    const { url, asked } = await serve(({ url: path }, response) => {
      if (path === '/1') response.writeHead(307, { location: '/2' }).end()
      else response.end('bytes')
    })
    expect(await read(`${url}/1`, { headers: { authorization: 'Bearer 1' } })).toBe('bytes')
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 1'])
  })

  it.each([
    'https://elsewhere.example/1',
    'https://127.0.0.1.elsewhere.example/',
    'nonsense:',
    'http://[::1]/',
  ])('to %s is not followed', async (location) => {
    const { url } = await serve((_request, response) => response.writeHead(302, { location }).end())
    expect(await failure(url)).toMatchObject({ code: 'forbidden', retry: 'never' })
  })

  it('from a public host into a private network is not followed', async () => {
    const inside = await serve((_request, response) => response.end('secret'))
    const send: typeof safeRequest = async (request, given) => {
      if (request.url !== 'https://media.example.com/1') return safeRequest(request, given)
      const nothing = { body: Readable.from([]), close: () => undefined }
      return { status: 302, headers: new Map([['location', inside.url]]), ...nothing }
    }
    const fetching = safeFetch('https://media.example.com/1', { allowedHosts: 'any' }, send)
    await expect(fetching).rejects.toMatchObject({ code: 'forbidden' })
    expect(inside.asked).toHaveLength(0)
  })

  it('is followed three times and not for ever', async () => {
    const { url, asked } = await serve(({ url: path = '' }, response) => {
      const hop = Number(path.slice(1))
      if (hop === 3) response.end('bytes')
      else response.writeHead(302, { location: `/${hop + 1}` }).end()
    })
    expect(await read(`${url}/0`)).toBe('bytes')
    expect(await failure(`${url}/4`)).toMatchObject({ code: 'forbidden', retry: 'never' })
    expect(asked).toHaveLength(8)
  })
})

describe('a request', () => {
  it('posts a body and gives back any status', async () => {
    const bodies: string[] = []
    const { url } = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      bodies.push(Buffer.concat(chunks).toString())
      response.writeHead(302, { location: 'https://elsewhere.example' }).end()
    })
    const request = {
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('é'),
    } as const
    const { status, close } = await safeRequest(request, { privateHosts: 'allowed' })
    close()
    expect([status, ...bodies]).toEqual([302, 'é'])
  })

  it('that broke off after it was sent may have been done', async () => {
    const { url } = await serve((_request, response) => response.destroy())
    const posting = safeRequest({ method: 'POST', url, body: Buffer.from('1') }, { privateHosts: 'allowed' })
    await expect(posting).rejects.toMatchObject({ code: 'host-unreachable', outcome: 'unknown' })
  })
})
