import { createInbox, type Inbox, type Message, systemClock, type TenantInbox } from '@guichet/core'
import { memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { type DovecotServer, dovecotMissing, skipUnless, startDovecot } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { imap } from '../imap.ts'
import { mailDomains } from '../testing/mail-domain.ts'

const user = { address: 'support@desk.test', password: 'correct horse' }
const domains = mailDomains({ '_dmarc.acme.fr': 'v=DMARC1; p=reject', 'acme.fr': 'v=spf1 ip4:8.8.8.8 -all' })
const outside =
  'Return-Path: <ada@acme.fr>\r\nReceived: from acme.fr (evil.example [8.8.4.4]) by mx.desk.test with ESMTP id 1\r\n'
const forgedResults =
  'Received: from acme.fr (acme.fr [8.8.8.8]) by localhost with ESMTP id 2\r\n' +
  'Authentication-Results: localhost; dmarc=pass header.from=acme.fr\r\n'

function mail(id: string, references = ''): string {
  const answers = references === '' ? '' : `References: <${references}>\r\n`
  return `From: Ada <ada@acme.fr>\r\nTo: ${user.address}\r\nSubject: Re: Facture\r\nMessage-ID: <${id}>\r\n${answers}\r\nBonjour ${id}\r\n`
}

describe.skipIf(skipUnless(dovecotMissing()))('the sender of a mail on Dovecot', () => {
  let server: DovecotServer
  let inbox: Inbox
  let tenant: TenantInbox
  const heard: Message[] = []

  beforeAll(async () => {
    server = await startDovecot({ users: [user] })
    const sender = { settings: z.unknown(), secrets: z.unknown(), send: async () => ({ providerId: null }) }
    inbox = createInbox({
      storage: memoryStorage({ clock: systemClock() }),
      blobs: memoryBlobs(),
      encryption: {
        keys: [
          { id: 'test', secret: Buffer.from(Array.from({ length: 32 }, (_, n) => n)).toString('base64') },
        ],
      },
      channels: [
        imap({
          privateHosts: 'allowed',
          sender,
          tls: { ca: server.ca },
          senderCheck: { resolve: domains.resolve },
        }),
      ],
      onMessage: async (message) => void heard.push(message),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    })
    await inbox.migrate()
    tenant = inbox.tenant('desk')
    const settings = {
      address: user.address,
      host: 'localhost',
      port: server.tlsPort,
      security: 'tls',
      smtp: {},
    }
    const { id } = await tenant.integrations.create({
      ...{ type: 'imap', name: 'Desk', settings, secrets: { password: user.password, smtp: {} } },
    })
    inbox.start()
    // Until the first pass is over, what comes may still count as history.
    await vi.waitUntil(
      async () =>
        (await tenant.integrations.list()).find((one) => one.id === id)?.lastSyncStatus === 'success',
      { timeout: 30_000 },
    )
  })
  afterAll(async () => {
    await inbox?.close()
    await server?.stop()
  })

  async function arrive(id: string, source: string): Promise<Message> {
    await server.deliver(user.address, source)
    return vi.waitUntil(() => heard.find(({ mailId }) => mailId === id), { timeout: 30_000 })
  }

  it('decides who may join a private conversation', async () => {
    const question = await arrive('q@acme.fr', await domains.sign('acme.fr', mail('q@acme.fr')))
    expect(question.authentication).toMatchObject({ verdict: 'pass', domain: 'acme.fr' })
    const ours = await tenant.conversations.reply(question.conversationId, { text: 'Oui' })

    const stolen = await arrive('f@acme.fr', outside + forgedResults + mail('f@acme.fr', 'q@acme.fr'))
    expect(stolen.authentication).toMatchObject({ verdict: 'fail' })
    expect(stolen.conversationId).not.toBe(question.conversationId)
    const token = await arrive('g@acme.fr', outside + mail('g@acme.fr', ours.mailId ?? ''))
    expect(token.conversationId).not.toBe(question.conversationId)

    const stranger = await arrive('u@acme.fr', mail('u@acme.fr', 'q@acme.fr'))
    expect(stranger.authentication).toMatchObject({ verdict: 'unknown' })
    expect(stranger.conversationId).not.toBe(question.conversationId)
    const answer = await arrive('a@acme.fr', mail('a@acme.fr', ours.mailId ?? ''))
    expect(answer.authentication).toMatchObject({ verdict: 'unknown' })
    expect(answer.conversationId).toBe(question.conversationId)
    const signed = await arrive('s@acme.fr', await domains.sign('acme.fr', mail('s@acme.fr', 'q@acme.fr')))
    expect(signed.conversationId).toBe(question.conversationId)
  })
})
