import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addressesOf } from './open-session.ts'
import { type SmtpOptions, smtp } from './smtp.ts'
import { smtpSession } from './smtp-session.ts'
import { plainConnection } from './testing/plain-connection.ts'

const corpus = new URL('../../../../../shared/security/ssrf-hosts/hosts.json', import.meta.url)
const corpusSchema = z.object({ deny: z.array(z.string()) })
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
    socket.end('554 no\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  port = typeof bound === 'object' && bound !== null ? bound.port : 0
})

afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())))

async function verify(host: string, options: SmtpOptions = {}): Promise<void> {
  await smtp(options).verify?.(plainConnection(port, { host }))
}

describe('a sender that was told nothing about private hosts (1.36)', () => {
  it('opens no connection to this machine, and says which field is wrong', async () => {
    await expect(verify('127.0.0.1')).rejects.toMatchObject({
      ...refusal,
      problems: [{ key: 'host-private', server: 'outgoing', field: 'settings.host' }],
    })
    expect(connections).toBe(0)
  })

  it('opens none to a public name that leads here', async () => {
    const resolveHost = async () => [here]
    await expect(verify('smtp.example.com', { resolveHost })).rejects.toMatchObject(refusal)
    expect(connections).toBe(0)
  })

  it('asks for a name once, and takes only its public addresses', async () => {
    const answers = [[here, open], [here]]
    const resolveHost = async () => answers.shift() ?? []
    const found = await addressesOf({ host: 'smtp.example.com', port }, { resolveHost })
    expect([found, answers.length]).toEqual([[open.address], 1])
  })

  it('connects to the address that was checked, without asking for the name', async () => {
    const session = smtpSession({
      host: 'nowhere.invalid',
      port,
      address: here.address,
      socketTimeout: 1_000,
      finalReplyMs: 1_000,
    })
    await expect(session.connect()).rejects.toMatchObject({ code: 'rejected' })
    expect(connections).toBe(1)
  })

  it('connects here where that is allowed', async () => {
    await expect(verify('127.0.0.1', { privateHosts: 'allowed' })).rejects.toMatchObject({ code: 'rejected' })
    expect(connections).toBe(1)
  })
})

describe.skipIf(!existsSync(corpus) && process.env.CI === undefined)('the list of hostile hosts', () => {
  it('is refused before any name is asked for, without a connection', async () => {
    const { deny } = corpusSchema.parse(JSON.parse(readFileSync(corpus, 'utf8')))
    const asked: string[] = []
    const resolveHost = async (name: string) => {
      asked.push(name)
      return [here]
    }
    for (const host of deny) await expect(verify(host, { resolveHost }), host).rejects.toMatchObject(refusal)
    expect([asked, connections]).toEqual([[], 0])
    expect(deny.length).toBeGreaterThan(0)
  })
})
