import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import {
  createInbox,
  type DeliverabilityReport,
  type DomainSender,
  type Inbox,
  systemClock,
  systemDns,
} from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { dkimRecord, smtpSender } from '@guichet/smtp'
import {
  type DnsServer,
  type DovecotServer,
  dovecotMissing,
  type MailUser,
  type PostfixServer,
  postfixMissing,
  skipUnless,
  startDnsServer,
  startDovecot,
  startPostfix,
} from '@guichet-tools/real-servers'
import { type AuthenticateResult, authenticate, type DNSResolver } from 'mailauth'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bakeryTemplates } from '../../../packages/examples/server/src/own-mail/bakery-templates.ts'
import { eventually } from './eventually.ts'
import { mailIdOf, mailOnServer } from './mail-on-server.ts'

const domain = 'boulangerie.example'
const relayDomain = 'spf.relay.example'
const zoe = { address: 'zoe@client.test', password: 'pw' }
const bookkeeper = { address: 'compta@client.test', password: 'pw' }
const invoice = Buffer.from([...Buffer.from('%PDF-1.7\r\n'), 0, 255, 13, 10, 46, 13, 10])

const confirmed = {
  customer: 'Zoé <script>alert(1)</script>',
  pickup: '2026-12-24T09:30:00+01:00',
  lines: [{ name: 'Bûche', quantity: 1, cents: 3_200 }],
  link: `https://${domain}/orders/12`,
}

describe.skipIf(skipUnless(postfixMissing() ?? dovecotMissing()))(
  'mail of the application arrives, proven',
  () => {
    let dns: DnsServer
    let resolve: DNSResolver
    let dovecot: DovecotServer
    let postfix: PostfixServer
    let inbox: Inbox
    let relay: DomainSender

    beforeAll(async () => {
      dns = await startDnsServer()
      resolve = resolverAt(dns.address)
      dovecot = await startDovecot({ users: [zoe, bookkeeper] })
      postfix = await startPostfix({
        ...{ domain: 'client.test', users: [zoe.address, bookkeeper.address] },
        mailDirectory: (address) => dovecot.mailDirectory(address),
      })
      const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
      const sender = smtpSender({
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
        ...{ dns: systemDns([dns.address]), senders: [sender], templates: bakeryTemplates },
        mailFrom: { name: 'Boulangerie Martin', address: `contact@${domain}` },
      })
      await inbox.migrate()
      inbox.start()
    })
    afterAll(async () => {
      await inbox?.close()
      await postfix?.stop()
      await dovecot?.stop()
      await dns?.stop()
    })

    const check = () => inbox.deliverability.check(domain, { senders: [relay] })

    /** Sends a mail of the application, and reads it as it lies in the mailbox. */
    async function arrived(order: string): Promise<Buffer> {
      const { mailer } = inbox.tenant('acme')
      const { id, mailId } = await mailer.send({
        ...{ to: { name: 'Zoé', address: zoe.address }, bcc: bookkeeper.address },
        template: { name: 'order-confirmed', language: 'fr', data: { ...confirmed, order } },
        attachments: [{ name: 'Facture n° 12.pdf', contentType: 'application/pdf', content: invoice }],
      })
      const source = await eventually(`the mail about ${order}`, () => mailOf(zoe, mailId))
      await eventually('the outbox to know', async () =>
        (await mailer.get(id)).delivery.state === 'sent' ? true : undefined,
      )
      return source
    }

    async function mailOf(user: MailUser, mailId: string): Promise<Buffer | undefined> {
      const mails = await mailOnServer(dovecot, user)
      return mails.find(({ source }) => mailIdOf(source) === mailId)?.source
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

    test('it is what its template says, with its file; hidden recipients have it and stand in no header', async () => {
      const source = await arrived('M-12')
      const { subject, text, html, attachments, messageId = '', headers } = await simpleParser(source)
      expect(subject).toBe('Votre commande M-12 est confirmée')
      expect(text).toContain('Bonjour Zoé <script>alert(1)</script>,')
      expect(html).toContain('Zoé &lt;script&gt;alert(1)&lt;/script&gt;')
      expect(headers.get('auto-submitted')).toBe('auto-generated')
      expect(attachments.map(({ filename, content }) => [filename, content.equals(invoice)])).toEqual([
        ['Facture n° 12.pdf', true],
      ])
      const hidden = await eventually('the copy', () => mailOf(bookkeeper, messageId.slice(1, -1)))
      expect((await simpleParser(hidden)).subject).toBe(subject)
      expect(source.toString('latin1')).not.toMatch(/bcc|compta/i)
      expect(hidden.toString('latin1')).not.toMatch(/^bcc:/im)
    })

    test('a domain that asks for refusals is all good, and what was changed or comes from elsewhere fails', async () => {
      dns.publish({ type: 'TXT', name: `_dmarc.${domain}`, value: 'v=DMARC1; p=reject' })
      expect((await check()).state).toBe('good')

      const source = await arrived('strict')
      expect(await judge(source)).toMatchObject({ dmarc: 'pass' })
      const changed = Buffer.from(source.toString('latin1').replace('Merci', 'Payez'), 'latin1')
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
