import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import {
  createInbox,
  type DeliverabilityReport,
  type DomainSender,
  type Inbox,
  type MailSender,
  type OutboundMessage,
  systemClock,
  systemDns,
} from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { dkimRecord, smtpSender } from '@guichet/smtp'
import {
  type DnsServer,
  type DovecotServer,
  dovecotMissing,
  type PostfixServer,
  postfixMissing,
  skipUnless,
  startDnsServer,
  startDovecot,
  startPostfix,
} from '@guichet-tools/real-servers'
import { type AuthenticateResult, authenticate, type DNSResolver } from 'mailauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { mailIdOf, mailOnServer } from './mail-on-server.ts'

const domain = 'boulangerie.example'
const relayDomain = 'spf.relay.example'
const zoe = { address: 'zoe@client.test', password: 'pw' }

describe.skipIf(skipUnless(postfixMissing() ?? dovecotMissing()))(
  'mail of the application arrives, proven',
  () => {
    let dns: DnsServer
    let resolve: DNSResolver
    let dovecot: DovecotServer
    let postfix: PostfixServer
    let inbox: Inbox
    let sender: MailSender
    let relay: DomainSender

    beforeAll(async () => {
      dns = await startDnsServer()
      resolve = resolverAt(dns.address)
      dovecot = await startDovecot({ users: [zoe] })
      postfix = await startPostfix({
        ...{ domain: 'client.test', users: [zoe.address] },
        mailDirectory: (address) => dovecot.mailDirectory(address),
      })
      const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
      sender = smtpSender({
        ...{ host: '127.0.0.1', port: postfix.port, security: 'none', privateHosts: 'allowed' },
        dkim: { domain, selector: 's1', privateKey },
      })
      relay = {
        name: 'Our relay',
        spfInclude: relayDomain,
        dkim: [{ selector: 's1', record: dkimRecord(privateKey) }],
      }
      // What the operator of the relay and of the mailbox have published long ago.
      dns.publish({ type: 'TXT', name: relayDomain, value: 'v=spf1 ip4:127.0.0.1 -all' })
      dns.publish({ type: 'MX', name: domain, value: `10 mx.${domain}` })
      inbox = createInbox({
        ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [] },
        encryption: { keys: [{ id: 'k1', secret: randomBytes(32).toString('base64') }] },
        dns: systemDns([dns.address]),
      })
    })
    afterAll(async () => {
      await inbox?.close()
      await sender?.close?.()
      await postfix?.stop()
      await dovecot?.stop()
      await dns?.stop()
    })

    const check = () => inbox.deliverability.check(domain, { senders: [relay] })

    /** Hands a mail in, and reads it as it lies in the mailbox. */
    async function arrived(name: string): Promise<Buffer> {
      const mailId = `${name}@${domain}`
      await sender.send(message(mailId), 'acme')
      return eventually(`the mail ${name}`, async () => {
        const mails = await mailOnServer(dovecot, zoe)
        return mails.find(({ source }) => mailIdOf(source) === mailId)?.source
      })
    }

    /** What the mailbox's provider makes of it, from who handed it in and from the same DNS. */
    async function judge(source: Buffer) {
      return verdictOf(await authenticate(source, { trustReceived: true, resolver: resolve }))
    }

    test('nobody can prove anything while nothing is published, and the report names the records', async () => {
      const report = await check()
      expect(report.state).toBe('problem')
      expect(keysOf(report)).toEqual(['mx-found', 'spf-missing', 'dkim-missing', 'dmarc-missing'])
      expect(await judge(await arrived('unproven'))).toEqual({
        spf: 'none',
        dkim: [`neutral ${domain}`],
        dmarc: 'none',
      })
    })

    test('with exactly these records the check finds nothing wrong, and the mail passes SPF, DKIM and DMARC', async () => {
      for (const { publish } of (await check()).findings) if (publish !== null) dns.publish(publish)
      const report = await check()
      expect(keysOf(report)).toEqual(['mx-found', 'spf-found', 'dkim-found', 'dmarc-watching'])
      expect(report.findings.flatMap(({ publish }) => publish ?? [])).toEqual([])

      const source = await arrived('proven')
      expect(await judge(source)).toEqual({ spf: 'pass', dkim: [`pass ${domain}`], dmarc: 'pass' })
    })

    test('a domain that asks for refusals is all good, and what was changed or comes from elsewhere fails', async () => {
      dns.publish({ type: 'TXT', name: `_dmarc.${domain}`, value: 'v=DMARC1; p=reject' })
      expect((await check()).state).toBe('good')

      const source = await arrived('strict')
      expect(await judge(source)).toMatchObject({ dmarc: 'pass' })
      const changed = Buffer.from(
        source.toString('latin1').replace('votre commande', 'votre virement'),
        'latin1',
      )
      expect(await judge(changed)).toMatchObject({ spf: 'pass', dkim: [`neutral ${domain}`], dmarc: 'pass' })
      const elsewhere = { ip: '192.0.2.7', sender: `contact@${domain}`, resolver: resolve }
      expect(verdictOf(await authenticate(source, elsewhere))).toMatchObject({
        spf: 'softfail',
        dmarc: 'pass',
      })
      expect(verdictOf(await authenticate(changed, elsewhere))).toMatchObject({ dmarc: 'fail' })
    })
  },
)

function message(mailId: string): OutboundMessage {
  return {
    ...{ id: mailId, mailId, inReplyTo: null, references: [], date: new Date(), automatic: 'notice' },
    from: { name: 'Boulangerie Martin', address: `contact@${domain}` },
    to: [{ name: 'Zoé', address: zoe.address }],
    cc: [],
    subject: 'Votre commande est prête',
    text: 'Bonjour Zoé,\nvotre commande est prête.',
    html: '<p>Bonjour Zoé,<br>votre commande est prête.</p>',
  }
}

function keysOf(report: DeliverabilityReport): readonly string[] {
  return report.findings.map(({ key }) => key)
}

function verdictOf({ spf, dkim, dmarc }: AuthenticateResult) {
  return {
    spf: spf === false ? 'not asked' : spf.status.result,
    // `neutral` is a signature that proves nothing: without a key, or of another text.
    dkim: dkim.results.map(({ status, signingDomain }) => `${status.result} ${signingDomain}`),
    dmarc: dmarc === false ? 'not asked' : dmarc.status.result,
  }
}

function resolverAt(address: string): DNSResolver {
  const resolver = new Resolver()
  resolver.setServers([address])
  return async (name, type) => {
    if (type === 'TXT') return resolver.resolveTxt(name)
    if (type === 'A') return resolver.resolve4(name)
    throw new Error(`nobody should ask for ${type}`)
  }
}
