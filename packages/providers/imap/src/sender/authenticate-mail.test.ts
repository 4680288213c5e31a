import { describe, expect, it } from 'vitest'
import { parseMail } from '../parse-mail.ts'
import type { ImapSettings } from '../settings.ts'
import { mailDomains } from '../testing/mail-domain.ts'
import { rawMessage } from '../testing/raw-message.ts'
import { authenticateMail } from './authenticate-mail.ts'

const settings: ImapSettings = {
  ...{ address: 'us@desk.example', name: '', host: 'imap.desk.example', security: 'tls', folders: ['INBOX'] },
}
const records = {
  '_dmarc.acme.fr': 'v=DMARC1; p=reject',
  'acme.fr': 'v=spf1 ip4:8.8.8.8 -all',
  '_dmarc.lax.fr': 'v=DMARC1; p=none',
  'lax.fr': 'v=spf1 -all',
}
const border = (address: string, from = 'ada@acme.fr'): string =>
  `Return-Path: <${from}>\r\nReceived: from helo.example (x.example [${address}]) by mx.desk.example with ESMTP id 1\r\n`

function mail(changes: { from?: string; extra?: string; body?: string } = {}): string {
  const { from = 'Ada <ada@acme.fr>', extra = '', body = 'Bonjour' } = changes
  return `From: ${from}\r\n${extra}To: us@desk.example\r\nSubject: Facture\r\nMessage-ID: <1@acme.fr>\r\n\r\n${body}\r\n`
}

async function check(
  source: string,
  domains = mailDomains(records),
  options: { isHistory?: boolean; host?: string } = {},
) {
  const raw = rawMessage(source)
  const authenticate = authenticateMail({ resolve: domains.resolve })
  const { isHistory = false, host = settings.host } = options
  return authenticate({ raw, parsed: await parseMail(raw), settings: { ...settings, host }, isHistory })
}

describe('authenticateMail', () => {
  it('proves a mail by a signature of its author’s domain', async () => {
    const domains = mailDomains(records)
    const found = await check(await domains.sign('acme.fr', mail()), domains)
    expect(found).toMatchObject({ verdict: 'pass', domain: 'acme.fr', warnings: [] })
    expect(found.evidence).toEqual(
      expect.arrayContaining(['signed by acme.fr (DKIM)', 'dkim=pass header.d=acme.fr']),
    )
  })

  it('does not believe a signature when the text was changed, or of another domain', async () => {
    const domains = mailDomains(records)
    const changed = (await domains.sign('acme.fr', mail())).replace('Bonjour', 'Au revoir')
    expect(await check(changed, domains)).toMatchObject({ verdict: 'unknown' })
    expect(await check(await domains.sign('evil.example', mail()), domains)).toMatchObject({
      verdict: 'unknown',
    })
  })

  it('proves a mail by the server it came from', async () => {
    expect(await check(border('8.8.8.8') + mail())).toMatchObject({
      verdict: 'pass',
      evidence: expect.arrayContaining(['sent from a server that acme.fr lists (SPF and DMARC)']),
    })
  })

  it('calls a mail forged when its domain neither signed nor sent it and asks not to believe it', async () => {
    expect(await check(border('8.8.4.4') + mail())).toMatchObject({ verdict: 'fail', domain: 'acme.fr' })
    const domains = mailDomains(records)
    const replayed = (await domains.sign('acme.fr', mail())).replace('Bonjour', 'Payez ici')
    expect(await check(border('8.8.4.4') + replayed, domains)).toMatchObject({ verdict: 'fail' })
  })

  it('calls nothing forged of a domain that asks for nothing', async () => {
    const lax = border('8.8.4.4', 'x@lax.fr') + mail({ from: 'x@lax.fr' })
    expect(await check(lax)).toMatchObject({ verdict: 'unknown' })
  })

  it.each<[string, string]>([
    ['_dmarc.acme.fr', 'Payez ici'],
    ['acme.fr', 'Payez ici'],
    ['s1._domainkey.acme.fr', 'Bonjour'],
  ])('calls nothing forged while the DNS does not answer for %s', async (name, body) => {
    const domains = mailDomains(records, [name])
    const signed = await domains.sign('acme.fr', mail())
    const forged = border('8.8.4.4') + signed.replace('Bonjour', body)
    expect(await check(forged, domains)).toMatchObject({ verdict: 'unknown' })
  })

  it('asks nobody about a mail that carries nothing to check', async () => {
    const domains = mailDomains(records)
    expect(await check(mail(), domains)).toMatchObject({ verdict: 'unknown', domain: 'acme.fr' })
    expect(domains.asked).toEqual([])
  })

  it('asks the same question once', async () => {
    const domains = mailDomains(records)
    const raw = rawMessage(await domains.sign('acme.fr', mail()))
    const authenticate = authenticateMail({ resolve: domains.resolve })
    const message = { raw, parsed: await parseMail(raw), settings, isHistory: false }
    await Promise.all(Array.from({ length: 20 }, () => authenticate(message)))
    expect(domains.asked).toHaveLength(new Set(domains.asked).size)
  })

  it('reads a large mail as a stream', async () => {
    const domains = mailDomains(records)
    const source = await domains.sign('acme.fr', mail({ body: 'Bonjour\r\n'.repeat(600_000) }))
    const raw = { ...rawMessage(source), bytes: null }
    const authenticate = authenticateMail({ resolve: domains.resolve })
    const parsed = await parseMail(rawMessage(mail()))
    expect(await authenticate({ raw, parsed, settings, isHistory: false })).toMatchObject({ verdict: 'pass' })
  })

  it('does not check history, but believes what its provider wrote', async () => {
    const domains = mailDomains(records)
    const signed = await domains.sign('acme.fr', mail())
    expect(await check(signed, domains, { isHistory: true })).toMatchObject({ verdict: 'unchecked' })
    expect(domains.asked).toEqual([])
    const gmail =
      'Received: from a.example (a.example. [8.8.4.4]) by mx.google.com with ESMTPS id 1\r\n' +
      'Authentication-Results: mx.google.com; dmarc=pass (p=REJECT) header.from=acme.fr\r\n'
    const options = { isHistory: true, host: 'imap.gmail.com' }
    expect(await check(gmail + mail(), domains, options)).toMatchObject({ verdict: 'pass' })
  })

  it.each<[string, string]>([
    ['two From lines', mail({ extra: 'From: boss@acme.fr\r\n' })],
    ['two authors', mail({ from: 'ada@acme.fr, eve@acme.fr' })],
  ])('does not prove a mail with %s', async (_name, source) => {
    const domains = mailDomains(records)
    expect(await check(await domains.sign('acme.fr', source), domains)).toMatchObject({ verdict: 'unknown' })
  })

  it('does not prove a mail by what only its signer’s part covers', async () => {
    const domains = mailDomains(records)
    const source = (await domains.sign('acme.fr', mail())).replace('; d=acme.fr', '; l=0; d=acme.fr')
    expect(await check(source, domains)).toMatchObject({ verdict: 'unknown' })
  })

  it.each(Array.from({ length: 5 }, (_, index) => index))('survives damage %i', async (index) => {
    const damage = [
      'DKIM-Signature: v=1; a=rsa-sha256; d=acme.fr; s=s1; b=; bh=; h=\r\n',
      `${'DKIM-Signature: v=1; a=rsa-sha256; d=acme.fr; s=s1; h=from; bh=AA; b=AA\r\n'.repeat(5000)}`,
      `X-Long: ${'x'.repeat(400_000)}\r\n`,
      'ARC-Seal: i=1; cv=pass; d=google.com; s=x; b=AA\r\n',
      'Received: from [[[[((((\r\nReturn-Path: <<>>\r\n',
    ]
    const started = performance.now()
    expect(await check((damage[index] ?? '') + mail())).toMatchObject({ verdict: 'unknown' })
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('a forwarded mail', () => {
  const saw = 'mx.google.com; dkim=pass header.d=acme.fr; dmarc=pass (p=REJECT) header.from=acme.fr'

  async function forwarded(sealer: string, results = saw) {
    const domains = mailDomains(records)
    const altered = (await domains.sign('acme.fr', mail())).replace('Bonjour', 'Bonjour\r\n-- \r\nliste')
    return { domains, sealed: await domains.seal(sealer, altered, results) }
  }

  it('is proven by the seal of a trusted forwarder that saw the proof', async () => {
    const { domains, sealed } = await forwarded('google.com')
    const found = await check(border('8.8.4.4') + sealed, domains)
    expect(found).toMatchObject({ verdict: 'pass', domain: 'acme.fr' })
    expect(found.evidence[0]).toContain('google.com')
  })

  it.each<[string, string, string, (mail: string) => string]>([
    ['of anybody', 'evil.example', saw, (sealed) => sealed],
    ['over another text', 'google.com', saw, (sealed) => sealed.replace('liste', 'Payez')],
    ['that saw no proof', 'google.com', 'mx.google.com; dmarc=fail header.from=acme.fr', (sealed) => sealed],
    ['that saw another author', 'google.com', saw.replaceAll('acme', 'evil'), (sealed) => sealed],
  ])('is not proven by a seal %s', async (_name, sealer, results, change) => {
    const { domains, sealed } = await forwarded(sealer, results)
    expect(await check(border('8.8.4.4') + change(sealed), domains)).toMatchObject({ verdict: 'fail' })
  })
})
