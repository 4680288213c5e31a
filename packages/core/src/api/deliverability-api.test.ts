import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { DeliverabilityReport, DomainSender } from '../model/deliverability.ts'
import type { DnsResolver } from '../ports/dns.ts'
import { testClock } from '../testing/test-clock.ts'
import { deliverabilityApi } from './deliverability-api.ts'

const domain = 'boulangerie.example'

interface Zone {
  readonly txt?: Readonly<Record<string, readonly string[]>>
  readonly mx?: Readonly<Record<string, readonly { priority: number; exchange: string }[]>>
  readonly silent?: readonly string[]
}

function dnsOf({ txt = {}, mx = {}, silent = [] }: Zone): DnsResolver & { readonly asked: string[] } {
  const asked: string[] = []
  const answer = async <Value>(name: string, records: readonly Value[] | undefined) => {
    asked.push(name)
    if (silent.includes(name)) throw new Error('SERVFAIL')
    return records ?? []
  }
  return { asked, txt: (name) => answer(name, txt[name]), mx: (name) => answer(name, mx[name]) }
}

const checkSelectors = (zone: Zone, ...selectors: string[]) =>
  deliverabilityApi(() => dnsOf(zone), testClock()).check(domain, { selectors })

function check(zone: Zone, senders: readonly (DomainSender | 'sendgrid' | 'ses')[] = [], name = domain) {
  return deliverabilityApi(() => dnsOf(zone), testClock()).check(name, { senders })
}

const keysOf = (report: DeliverabilityReport, subject: string) =>
  report.findings.filter((one) => one.subject === subject).map(({ key }) => key)

const findingOf = (report: DeliverabilityReport, key: string) => {
  const found = report.findings.find((one) => one.key === key)
  if (found === undefined) throw new Error(`no ${key} among ${report.findings.map((one) => one.key)}`)
  return found
}

const rsaRecord = (bits: number) =>
  `v=DKIM1; k=rsa; p=${generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64')}`

const goodZone: Zone = {
  mx: { [domain]: [{ priority: 10, exchange: 'mx1.host.example' }] },
  txt: {
    [domain]: ['google-site-verification=abc', 'v=spf1 mx include:_spf.host.example ~all'],
    '_spf.host.example': ['v=spf1 ip4:192.0.2.0/24 -all'],
    [`selector1._domainkey.${domain}`]: [rsaRecord(2048)],
    [`_dmarc.${domain}`]: ['v=DMARC1; p=quarantine; rua=mailto:d@host.example'],
  },
}

describe('deliverability.check with selectors', () => {
  it('looks for the keys that somebody names, and for no others', async () => {
    const zone = { ...goodZone, txt: { [`s2026._domainkey.${domain}`]: [rsaRecord(2048)] } }
    expect(keysOf(await checkSelectors(zone, ' S2026 '), 'dkim')).toEqual(['dkim-found'])
    const report = await checkSelectors(goodZone, 's2026', 'selector1')
    expect(keysOf(report, 'dkim')).toEqual(['dkim-not-there', 'dkim-found'])
    expect(findingOf(report, 'dkim-not-there')).toMatchObject({
      ...{ state: 'problem', name: `s2026._domainkey.${domain}` },
    })
  })

  it.each(['', 'a b', '-x', 'x..y', 'x'.repeat(101)])('refuses %j as a name', async (selector) => {
    await expect(checkSelectors(goodZone, selector)).rejects.toMatchObject({ field: 'selectors' })
  })
})

describe('deliverability.check', () => {
  it('says that all is well when it is', async () => {
    const report = await check(goodZone)
    expect(report.state).toBe('good')
    expect(report.findings.map(({ key }) => key)).toEqual([
      'mx-found',
      'spf-found',
      'dkim-found',
      'dmarc-found',
    ])
    expect(report.findings.every(({ publish }) => publish === null)).toBe(true)
  })

  it('names the exact records that are missing, in both languages', async () => {
    const report = await check({}, ['sendgrid'])
    expect(report.state).toBe('problem')
    expect(findingOf(report, 'spf-missing').publish).toEqual({
      ...{ type: 'TXT', name: domain, value: 'v=spf1 include:sendgrid.net ~all' },
    })
    expect(findingOf(report, 'dmarc-missing').publish).toEqual({
      ...{ type: 'TXT', name: `_dmarc.${domain}` },
      value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
    })
    const { en, fr } = findingOf(report, 'dmarc-missing').words
    expect(en.remedy).toBe(
      `Publish this TXT record for _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
    )
    expect(fr.remedy).toMatch(/^Publiez cet enregistrement TXT pour _dmarc/)
    expect(keysOf(report, 'mx')).toEqual(['mx-missing'])
  })

  it('puts a sender into the record that exists, before its end', async () => {
    const report = await check(goodZone, ['ses'])
    expect(findingOf(report, 'spf-sender-missing')).toMatchObject({
      state: 'problem',
      publish: { value: 'v=spf1 mx include:_spf.host.example include:amazonses.com ~all' },
    })
  })

  it('finds a sender that is included through somebody else', async () => {
    const txt = { ...goodZone.txt, '_spf.host.example': ['v=spf1 include:sendgrid.net ~all'] }
    const report = await check(
      { ...goodZone, txt: { ...txt, 'sendgrid.net': ['v=spf1 ip4:1.2.3.4 ~all'] } },
      ['sendgrid'],
    )
    expect(keysOf(report, 'spf')).toEqual(['spf-found'])
  })

  it.each([
    ['several records', ['v=spf1 mx ~all', 'v=spf1 a -all'], 'spf-several', 'v=spf1 mx a ~all'],
    ['a record for everybody', ['v=spf1 mx +all'], 'spf-open', 'v=spf1 mx ~all'],
    ['a record for everybody, unsigned', ['v=spf1 mx all'], 'spf-open', 'v=spf1 mx ~all'],
    ['no end', ['v=spf1 mx'], 'spf-without-end', null],
    ['a neutral end', ['v=spf1 mx ?all'], 'spf-without-end', null],
    ['a typing error', ['v=spf1 mx inlcude:x.example ~all'], 'spf-broken', null],
    ['an included domain without SPF', ['v=spf1 include:gone.example ~all'], 'spf-broken', null],
    ['an end by redirect', ['v=spf1 redirect=_spf.host.example'], 'spf-found', null],
  ])('reads an SPF record with %s', async (_what, records, key, value) => {
    const report = await check({ ...goodZone, txt: { ...goodZone.txt, [domain]: records } })
    expect(keysOf(report, 'spf')).toEqual([key])
    expect(findingOf(report, key).publish?.value ?? null).toBe(value)
  })

  it('counts the look-ups a receiver makes, and stops soon after the limit even in a circle', async () => {
    const dns = dnsOf({ txt: { [domain]: [`v=spf1 include:${domain} ~all`] } })
    const report = await deliverabilityApi(() => dns, testClock()).check(domain)
    expect(keysOf(report, 'spf')).toEqual(['spf-too-many-lookups'])
    expect(dns.asked.filter((name) => name === domain).length).toBeLessThan(20)
  })

  it.each([
    ['a short key', rsaRecord(1024), 'dkim-weak'],
    ['an empty key', 'v=DKIM1; p=', 'dkim-revoked'],
    ['half a key', rsaRecord(2048).slice(0, 200), 'dkim-broken'],
    ['an Ed25519 key', `v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 1).toString('base64')}`, 'dkim-found'],
  ])('reads %s', async (_what, record, key) => {
    const name = `selector1._domainkey.${domain}`
    const report = await check({ ...goodZone, txt: { ...goodZone.txt, [name]: [record] } })
    expect(keysOf(report, 'dkim')).toEqual([key])
  })

  it('asks for the keys of a sender that says where they are, and tells what to publish', async () => {
    const sender: DomainSender = {
      ...{ name: 'Amazon SES', spfInclude: null },
      dkim: [{ selector: 'abc', record: { type: 'CNAME', value: 'abc.dkim.amazonses.com' } }],
    }
    const report = await check(goodZone, [sender])
    expect(findingOf(report, 'dkim-missing')).toMatchObject({
      publish: { type: 'CNAME', name: `abc._domainkey.${domain}`, value: 'abc.dkim.amazonses.com' },
    })
  })

  it('does not call missing what nobody can list', async () => {
    const report = await check({ ...goodZone, txt: { [domain]: ['v=spf1 mx ~all'] } })
    expect(findingOf(report, 'dkim-not-found').state).toBe('notice')
  })

  it.each([
    ['v=DMARC1; p=none', 'dmarc-watching', 'notice'],
    ['v=DMARC1; p=reject; sp=none', 'dmarc-found', 'good'],
    ['v=DMARC1; rua=mailto:a@b.example', 'dmarc-broken', 'problem'],
    ['v=DMARC1; p=rejct', 'dmarc-broken', 'problem'],
  ])('reads %s', async (record, key, state) => {
    const report = await check({ ...goodZone, txt: { ...goodZone.txt, [`_dmarc.${domain}`]: [record] } })
    expect(findingOf(report, key).state).toBe(state)
  })

  it('takes the policy for subdomains from the parent, which may say another one for them', async () => {
    const txt = { '_dmarc.boulangerie.example': ['v=DMARC1; p=reject; sp=quarantine'] }
    const report = await check({ txt }, [], `mail.${domain}`)
    expect(findingOf(report, 'dmarc-inherited').words.en.what).toContain('quarantine')
  })

  it('knows a domain that wants no mail', async () => {
    const report = await check({ ...goodZone, mx: { [domain]: [{ priority: 0, exchange: '' }] } })
    expect(keysOf(report, 'mx')).toEqual(['mx-none-wanted'])
  })

  it('never reports as missing what DNS did not answer', async () => {
    const report = await check({ silent: [domain, `_dmarc.${domain}`], txt: goodZone.txt ?? {} })
    expect(report.findings.map(({ key, state }) => [key, state])).toEqual([
      ['lookup-failed', 'unknown'],
      ['lookup-failed', 'unknown'],
      ['dkim-found', 'good'],
      ['lookup-failed', 'unknown'],
    ])
    expect(report.state).toBe('unknown')
  })

  it.each([
    ...['', 'localhost', 'a b.example', 'x..example', '-a.example', `${'a'.repeat(64)}.example`],
    ...['192.0.2.1', '0x7f.1', '1.2.3', 'acme.example/x', 'acme.example\r\nx.example', '[::1]'],
  ])('refuses %j, naming the field', async (name) => {
    await expect(check({}, [], name)).rejects.toMatchObject({ code: 'invalid-input', field: 'domain' })
  })

  it('takes an address, and a domain with accents, for what they are', async () => {
    expect((await check(goodZone, [], `Contact@${domain.toUpperCase()}`)).domain).toBe(domain)
    expect((await check({}, [], 'pâtisserie.example')).domain).toBe('xn--ptisserie-b2a.example')
  })
})
