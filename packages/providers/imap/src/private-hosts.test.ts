import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkedLookup } from './checked-lookup.ts'
import { imap } from './imap.ts'
import { emptyStore, record } from './testing/record-session.ts'

const corpus = new URL('../../../../../shared/security/ssrf-hosts/hosts.json', import.meta.url)
const corpusSchema = z.object({ deny: z.array(z.string()), allow: z.array(z.string()) })
const refusal = { code: 'host-unreachable', providerCode: 'EPRIVATE', retry: 'after-fix', field: 'host' }
const here = { address: '127.0.0.1', family: 4 }
const open = { address: '93.184.216.34', family: 4 }

let server: Server
let port = 0
let connections = 0

beforeEach(async () => {
  connections = 0
  server = createServer((socket) => {
    connections += 1
    socket.end('* BYE\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  port = typeof bound === 'object' && bound !== null ? bound.port : 0
})

afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())))

function listen(host: string, options: Parameters<typeof imap>[0] = {}): Promise<unknown> {
  const settings = { address: 'ann@example.com', host, port, security: 'none' }
  return record({ channel: imap(options), store: emptyStore(), settings, password: 'secret' }).done
}

describe('a channel that was told nothing about private hosts (1.36)', () => {
  it.each(['127.0.0.1', 'localhost', '169.254.169.254', '::1', '10.0.0.1'])(
    'opens no connection to %s',
    async (host) => {
      await expect(listen(host)).rejects.toMatchObject({
        ...refusal,
        problems: [{ key: 'host-private', server: 'incoming', field: 'settings.host' }],
      })
      expect(connections).toBe(0)
    },
  )

  it('opens none to a public name that leads here', async () => {
    await expect(listen('imap.example.com', { resolveHost: async () => [here] })).rejects.toMatchObject(
      refusal,
    )
    expect(connections).toBe(0)
  })

  it('connects here where that is allowed', async () => {
    await expect(listen('127.0.0.1', { privateHosts: 'allowed' })).rejects.not.toMatchObject(refusal)
    expect(connections).toBe(1)
  })
})

describe('the address of a connection', () => {
  it('is the one that was checked, whatever the name says a moment later', async () => {
    const answers = [[open], [here]]
    const lookup = await checkedLookup('imap.example.com', { resolveHost: async () => answers.shift() ?? [] })
    const found = await new Promise((resolve) =>
      lookup?.('imap.example.com', { all: true }, (_error, addresses) => resolve(addresses)),
    )
    expect(found).toEqual([open])
    expect(answers).toEqual([[here]])
  })

  it('is a public one where a name has both', async () => {
    const lookup = await checkedLookup('imap.example.com', { resolveHost: async () => [here, open] })
    const found = await new Promise((resolve) =>
      lookup?.('imap.example.com', {}, (_error, address) => resolve(address)),
    )
    expect(found).toBe(open.address)
  })
})

describe.skipIf(!existsSync(corpus) && process.env.CI === undefined)('the list of hostile hosts', () => {
  const { deny, allow } = existsSync(corpus)
    ? corpusSchema.parse(JSON.parse(readFileSync(corpus, 'utf8')))
    : { deny: [], allow: [] }

  it('is refused before any name is asked for, and good hosts are let through', async () => {
    const asked: string[] = []
    const resolveHost = async (name: string) => {
      asked.push(name)
      return [open]
    }
    for (const host of deny)
      await expect(checkedLookup(host, { resolveHost }), host).rejects.toMatchObject({ code: 'EPRIVATE' })
    expect(asked).toEqual([])
    for (const host of allow) expect(await checkedLookup(host, { resolveHost }), host).not.toBeNull()
    expect(deny.length * allow.length).toBeGreaterThan(0)
  })
})
