import { afterEach, describe, expect, it } from 'vitest'
import { type NeighbourhoodOptions, startNeighbourhood } from '../testing/neighbourhood.ts'

const open: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

async function neighbourhood(options: NeighbourhoodOptions) {
  const started = await startNeighbourhood(options)
  open.push(started)
  return started
}

const here = ['127.0.0.1']
const address = 'contact@dupont.example'

const file = (servers: string) => `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="dupont.example"><domain>dupont.example</domain>${servers}
</emailProvider></clientConfig>`

interface Server {
  readonly port: number
  readonly security?: string
  readonly user?: string
}

const server = (kind: string, type: string, host: string, { port, security = 'SSL', user }: Server) =>
  `<${kind} type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${security}</socketType>
   <username>${user ?? '%EMAILADDRESS%'}</username><authentication>password-cleartext</authentication></${kind}>`

const pair = (name: string) =>
  file(
    server('incomingServer', 'imap', `imap.${name}`, { port: 993 }) +
      server('outgoingServer', 'smtp', `smtp.${name}`, { port: 465 }),
  )

const autoconfig = 'autoconfig.dupont.example/mail/config-v1.1.xml'
const wellKnown = 'dupont.example/.well-known/autoconfig/mail/config-v1.1.xml'

describe('discover', () => {
  it('knows the big providers by heart and asks nobody', async () => {
    const { accounts, questions } = await neighbourhood({ zone: {} })
    const { candidates } = await accounts.discover('Boulangerie@Wanadoo.FR')
    expect(candidates).toMatchObject([
      {
        ...{
          source: 'preset',
          logins: ['password'],
          signIn: null,
          provider: { key: 'orange', name: 'Orange' },
        },
        settings: {
          address: 'Boulangerie@wanadoo.fr',
          ...{ host: 'imap.orange.fr', port: 993, security: 'tls' },
          smtp: { host: 'smtp.orange.fr', port: 465, security: 'tls', username: 'Boulangerie@wanadoo.fr' },
        },
      },
    ])
    expect(questions).toEqual([])
  })

  it('offers OAuth2 only where this host has a client id for it', async () => {
    const without = await neighbourhood({ zone: {} })
    const google = { clientId: 'id' }
    const redirectUri = 'https://inbox.example/sign-in'
    const withClient = await neighbourhood({ zone: {}, accounts: { google, redirectUri } })
    const login = async ({ accounts }: typeof without) =>
      (await accounts.discover('a@gmail.com')).candidates[0]
    expect(await login(without)).toMatchObject({ logins: ['app-password'], signIn: null })
    expect(await login(withClient)).toMatchObject({ logins: ['oauth2', 'app-password'], signIn: 'google' })
  })

  it('recognises who takes in the mail of a domain', async () => {
    const zone = {
      'MX dupont.example': ['20 backup.example.net', '10 dupont-example.mail.protection.outlook.com'],
    }
    const { accounts, requests } = await neighbourhood({ zone })
    const { candidates } = await accounts.discover(address)
    expect(candidates).toMatchObject([{ source: 'mx', provider: { key: 'microsoft365' }, logins: [] }])
    expect(requests).toEqual([])
  })

  it('reads the file of the domain itself, with its placeholders', async () => {
    const xml = file(
      server('incomingServer', 'pop3', 'pop.%EMAILDOMAIN%', { port: 995 }) +
        server('incomingServer', 'imap', 'slow.%EMAILDOMAIN%', { port: 143, security: 'STARTTLS' }) +
        server('incomingServer', 'imap', 'imap.%EMAILDOMAIN%', { port: 993, user: '%EMAILLOCALPART%' }) +
        server('outgoingServer', 'smtp', 'smtp.%EMAILDOMAIN%', { port: 587, security: 'STARTTLS' }),
    )
    const { accounts, requests } = await neighbourhood({
      zone: { 'A autoconfig.dupont.example': here },
      pages: { [autoconfig]: xml },
    })
    const { candidates } = await accounts.discover(address)
    const smtp = { host: 'smtp.dupont.example', port: 587, security: 'starttls', username: address }
    expect(candidates.map(({ source, settings }) => ({ source, ...settings }))).toEqual([
      {
        ...{ source: 'autoconfig', address, host: 'imap.dupont.example', port: 993, security: 'tls' },
        ...{ username: 'contact', smtp },
      },
      { source: 'autoconfig', address, host: 'slow.dupont.example', port: 143, security: 'starttls', smtp },
    ])
    expect(requests).toEqual([`${autoconfig}?emailaddress=contact%40dupont.example`])
  })

  it('prefers the better source when they contradict each other, and keeps the others behind it', async () => {
    const { accounts } = await neighbourhood({
      zone: {
        ...{ 'A autoconfig.dupont.example': here, 'A dupont.example': here },
        'SRV _imaps._tcp.dupont.example': ['10 1 993 srv.dupont.example'],
        'SRV _submissions._tcp.dupont.example': ['10 1 465 srv.dupont.example'],
      },
      pages: { [wellKnown]: pair('well.example'), [autoconfig]: pair('auto.example') },
    })
    const { candidates } = await accounts.discover(address)
    expect(candidates.map(({ source, settings }) => [source, settings.host])).toEqual([
      ['autoconfig', 'imap.auto.example'],
      ['well-known', 'imap.well.example'],
      ['srv', 'srv.dupont.example'],
    ])
  })

  it('says once what two sources agree on', async () => {
    const { accounts } = await neighbourhood({
      zone: { 'A autoconfig.dupont.example': here, 'A dupont.example': here },
      pages: { [wellKnown]: pair('same.example'), [autoconfig]: pair('same.example') },
    })
    expect((await accounts.discover(address)).candidates.map(({ source }) => source)).toEqual(['autoconfig'])
  })

  it('asks the database about whoever takes in the mail of an unknown domain', async () => {
    const { accounts } = await neighbourhood({
      zone: { 'MX dupont.example': ['1 mx7.hoster.example'], 'A db.dupont.example': here },
      pages: { 'db.dupont.example/v1.1/hoster.example': pair('hoster.example') },
      accounts: { ispdb: 'https://db.dupont.example/v1.1/' },
    })
    expect((await accounts.discover(address)).candidates).toMatchObject([
      { source: 'ispdb', settings: { host: 'imap.hoster.example', smtp: { host: 'smtp.hoster.example' } } },
    ])
  })

  it('takes SRV records by priority, and TLS for a submission port that speaks it from the first byte', async () => {
    const { accounts } = await neighbourhood({
      zone: {
        'SRV _imaps._tcp.dupont.example': ['20 1 993 second.example.net', '10 1 993 first.example.net'],
        'SRV _submission._tcp.dupont.example': ['0 1 465 out.example.net'],
      },
    })
    const { candidates } = await accounts.discover(address)
    expect(candidates[0]?.settings).toEqual({
      ...{ address, host: 'first.example.net', port: 993, security: 'tls' },
      smtp: { host: 'out.example.net', port: 465, security: 'tls', username: address },
    })
  })

  it('believes a domain that says it has no IMAP', async () => {
    const { accounts, questions } = await neighbourhood({
      zone: { 'SRV _imaps._tcp.dupont.example': ['0 0 0 .'], 'SRV _imap._tcp.dupont.example': ['0 0 0 .'] },
    })
    expect((await accounts.discover(address)).candidates).toEqual([])
    expect(questions).not.toContain('A imap.dupont.example')
  })

  it('guesses the usual names where a certificate proves them', async () => {
    const zone = { 'A mail.dupont.example': here, 'A smtp.dupont.example': here }
    const servers = ['imaps', 'imap', 'submission'] as const
    const { accounts, heard } = await neighbourhood({ zone, servers })
    const { candidates } = await accounts.discover(address)
    expect(candidates.map(({ source, settings }) => ({ source, ...settings }))).toEqual([
      {
        ...{ source: 'guess', address, host: 'mail.dupont.example', port: 993, security: 'tls' },
        smtp: { host: 'smtp.dupont.example', port: 587, security: 'starttls', username: address },
      },
      {
        ...{ source: 'guess', address, host: 'mail.dupont.example', port: 143, security: 'starttls' },
        smtp: { host: 'smtp.dupont.example', port: 587, security: 'starttls', username: address },
      },
    ])
    // Nothing but the words that lead to encryption is ever said in clear, and nothing about the account.
    expect(heard.join('')).not.toMatch(/contact|AUTH|LOGIN|USER/i)
  })

  it('does not guess a server whose certificate belongs to somebody else', async () => {
    const { accounts } = await neighbourhood({
      zone: { 'A imap.dupont.example': here, 'A smtp.dupont.example': here },
      servers: ['imaps', 'imap', 'submissions', 'submission'],
      certificateNames: ['shared.hoster.example'],
    })
    expect((await accounts.discover(address)).candidates).toEqual([])
  })

  it('finds an internationalised domain under its ASCII name', async () => {
    const { accounts } = await neighbourhood({
      zone: { 'MX xn--bcher-kva.example': ['10 mx1.mail.ovh.net'] },
    })
    expect(await accounts.discover('info@Bücher.example')).toMatchObject({
      address: 'info@xn--bcher-kva.example',
      candidates: [
        { source: 'mx', provider: { key: 'ovh' }, settings: { address: 'info@xn--bcher-kva.example' } },
      ],
    })
  })

  it('does not wait for a server that keeps silent', async () => {
    const started = performance.now()
    const { accounts } = await neighbourhood({
      zone: {
        ...{ 'A autoconfig.dupont.example': here, 'SRV _imap._tcp.dupont.example': 'silence' },
        ...{ 'A dupont.example': here },
      },
      pages: { [autoconfig]: 'silence', [wellKnown]: pair('well.example') },
    })
    expect((await accounts.discover(address)).candidates).toMatchObject([{ source: 'well-known' }])
    expect(performance.now() - started).toBeLessThan(8_000)
  }, 15_000)

  it('refuses what is no mail address before anything is asked', async () => {
    const { accounts, questions } = await neighbourhood({
      zone: {},
      accounts: { allowPrivateNetworks: false },
    })
    for (const text of [
      '',
      'dupont.example',
      'a@b',
      '@x.fr',
      'a b@x.fr',
      'a@localhost',
      'a@127.0.0.1',
      'a@x.fr/../y',
    ]) {
      await expect(accounts.discover(text)).rejects.toMatchObject({ code: 'invalid-input', field: 'address' })
    }
    expect(questions).toEqual([])
  })
})
