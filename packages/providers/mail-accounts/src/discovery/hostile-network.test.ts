import { afterEach, describe, expect, it } from 'vitest'
import type { Zone } from '../testing/dns-server.ts'
import { type NeighbourhoodOptions, startNeighbourhood } from '../testing/neighbourhood.ts'
import { network } from './network.ts'
import type { MailResolver } from './resolver.ts'

const open: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

async function neighbourhood(options: NeighbourhoodOptions) {
  const started = await startNeighbourhood(options)
  open.push(started)
  return started
}

const strict = { accounts: { allowPrivateNetworks: false } }
const address = 'contact@dupont.example'
const everyHost = ['autoconfig.', '', 'imap.', 'mail.', 'smtp.'].map((prefix) => `${prefix}dupont.example`)
const servers = ['imaps', 'imap', 'submissions', 'submission'] as const

function zoneOf(answers: readonly string[]): Zone {
  const types = (host: string) => [
    [`A ${host}`, answers.filter((one) => !one.includes(':'))],
    [`AAAA ${host}`, answers.filter((one) => one.includes(':'))],
  ]
  return Object.fromEntries(everyHost.flatMap(types))
}

describe('discovery opens no connection into a private network', () => {
  it.each([
    ['a loopback address', ['127.0.0.1']],
    ['a public and a private address', ['93.184.216.34', '127.0.0.1']],
    ['a public A and a private AAAA', ['93.184.216.34', '::1']],
    ['IPv4 inside IPv6', ['::ffff:127.0.0.1']],
  ])('%s', async (_, answers) => {
    const { accounts, connections } = await neighbourhood({ zone: zoneOf(answers), servers, ...strict })
    expect((await accounts.discover(address)).candidates).toEqual([])
    expect(connections()).toBe(0)
  })

  it('SRV records and MX that point inside', async () => {
    const { accounts } = await neighbourhood({
      zone: {
        'MX dupont.example': ['10 redis.svc'],
        'SRV _imaps._tcp.dupont.example': ['1 1 993 10.0.0.1', '2 1 993 localhost'],
        'SRV _submissions._tcp.dupont.example': ['1 1 465 169.254.169.254'],
      },
      ...strict,
    })
    expect((await accounts.discover(address)).candidates).toEqual([])
  })

  it('a redirect of the configuration file', async () => {
    const page = { redirect: 'http://169.254.169.254/latest/meta-data/' }
    const pages = { 'autoconfig.dupont.example/mail/config-v1.1.xml': page }
    const { accounts, requests } = await neighbourhood({
      zone: { 'A autoconfig.dupont.example': ['127.0.0.1'] },
      pages,
    })
    expect((await accounts.discover(address)).candidates).toEqual([])
    expect(requests).toHaveLength(1)
  })

  it('a chain of redirects ends', async () => {
    const key = 'autoconfig.dupont.example/mail/config-v1.1.xml'
    const { accounts, requests } = await neighbourhood({
      zone: { 'A autoconfig.dupont.example': ['127.0.0.1'] },
      pages: { [key]: { redirect: `https://${key}` } },
    })
    expect((await accounts.discover(address)).candidates).toEqual([])
    expect(requests).toHaveLength(3)
  })

  it('a name that changes its address: what was checked is what is connected to', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']]
    const flipping: MailResolver = {
      mx: async () => [],
      srv: async () => [],
      addresses: async () => answers.shift() ?? [],
    }
    const { lookup } = network({ resolver: flipping })
    const ask = () =>
      new Promise((resolve) =>
        lookup('imap.dupont.example', {}, (error, found) => resolve(error === null ? found : error.code)),
      )
    expect([await ask(), await ask()]).toEqual(['8.8.8.8', 'ENOTFOUND'])
  })
})

describe('a hostile configuration file', () => {
  const key = 'autoconfig.dupont.example/mail/config-v1.1.xml'
  const zone = { 'A autoconfig.dupont.example': ['127.0.0.1'] }

  it('that never ends is cut off', async () => {
    const { accounts } = await neighbourhood({
      zone,
      pages: { [key]: `<clientConfig>${'x'.repeat(5_000_000)}` },
    })
    expect((await accounts.discover(address)).candidates).toEqual([])
  })

  it('cannot send us to ports where no mail server is', async () => {
    const server = (kind: string, type: string, port: string) =>
      `<${kind} type="${type}"><hostname>x.example.com</hostname><port>${port}</port><socketType>SSL</socketType></${kind}>`
    const ports = ['22', '6379', '0', '-1', '65536', '143;', '1e3']
    const xml = `<clientConfig><emailProvider>${ports
      .map((port) => server('incomingServer', 'imap', port) + server('outgoingServer', 'smtp', port))
      .join('')}</emailProvider></clientConfig>`
    const { accounts } = await neighbourhood({ zone, pages: { [key]: xml } })
    expect((await accounts.discover(address)).candidates).toEqual([])
  })
})
