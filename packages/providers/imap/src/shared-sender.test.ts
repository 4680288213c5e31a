import { type OutboundMessage, secret, sharedSender } from '@guichet/core'
import { fakeSender } from '@guichet/core/testing'
import { expect, it } from 'vitest'
import { imap } from './imap.ts'
import { needsCopy } from './needs-copy.ts'
import type { ImapSettings } from './settings.ts'

const mailbox = { address: 'ann@shop.example', host: 'imap.shop.example' }
const message: OutboundMessage = {
  ...{ id: '1', mailId: '1@shop.example', from: { name: '', address: mailbox.address } },
  ...{ to: [{ name: '', address: 'zoe@client.example' }], cc: [], subject: '', text: 'Bonjour', html: '' },
  ...{ inReplyTo: null, references: [], date: new Date('2026-11-02T08:00:00Z') },
}

it('a mailbox sends through a sender of the host, for its tenant, without a server of its own', async () => {
  const sender = fakeSender('ses')
  const channel = imap({ sender: sharedSender(sender) })
  const settings = channel.settings.parse(mailbox)
  const connection = { tenant: 'acme', settings, secrets: secret(channel.secrets.parse({ password: 'p' })) }
  expect(await channel.send?.(connection, message)).toEqual({ providerId: 'ses-1' })
  expect(sender.sent).toMatchObject([{ tenant: 'acme', message: { id: '1' } }])
})

it('what was typed for a server is no obstacle, and a copy is always filed by us', () => {
  const channel = imap({ sender: sharedSender(fakeSender()) })
  const settings = channel.settings.parse({ ...mailbox, smtp: { host: 'smtp.shop.example' } })
  expect(settings).toMatchObject({ smtp: {} })
  expect(needsCopy(settings as ImapSettings)).toBe(true)
})
