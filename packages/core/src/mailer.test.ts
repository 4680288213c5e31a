import { afterEach, expect, it, vi } from 'vitest'
import { createInbox } from './inbox.ts'
import type { Inbox } from './inbox-api.ts'
import type { InboxEventType } from './model/event.ts'
import type { TenantId } from './model/tenant.ts'
import { systemClock } from './system-clock.ts'
import { fakeSender, memoryBlobs, memoryStorage } from './testing/index.ts'

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')

let inbox: Inbox
afterEach(() => inbox.close())

it('an inbox sends mail of the application for each tenant in its name, and closes its senders', async () => {
  const sender = fakeSender('relay')
  const close = vi.fn(async () => undefined)
  inbox = createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [],
    senders: [{ ...sender, close }],
    mailFrom: (tenant: TenantId) => ({ name: tenant, address: `${tenant}@host.example` }),
    templates: {
      render: async (name, data, { language }) => ({
        subject: `${name} ${JSON.stringify(data)} ${language}`,
        html: '<p>Bonjour</p>',
      }),
    },
  })
  const acme = inbox.tenant('acme')
  const { position } = await acme.events.after(null)
  const template = { name: 'welcome', data: { id: 1 }, language: 'fr' }
  const mail = await acme.mailer.send({ to: 'ada@client.example', template })
  inbox.start()
  const stop = new AbortController()
  const seen: InboxEventType[] = []
  for await (const { type } of acme.events.follow(position, stop.signal)) {
    seen.push(type)
    if (type === 'message.sent') stop.abort()
  }
  expect(seen).toEqual(['message.queued', 'message.sent'])
  expect(sender.sent).toMatchObject([
    {
      tenant: 'acme',
      message: {
        ...{ id: mail.id, from: { name: 'acme', address: 'acme@host.example' } },
        ...{ subject: 'welcome {"id":1} fr', text: 'Bonjour', html: '<p>Bonjour</p>' },
      },
    },
  ])
  await expect(inbox.tenant('globex').mailer.get(mail.id)).rejects.toMatchObject({ code: 'not-found' })
  await inbox.close()
  expect(close).toHaveBeenCalledOnce()
})

it('an inbox without senders says so', async () => {
  inbox = createInbox({
    ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [] },
    encryption: { keys: [{ id: 'test', secret }] },
  })
  const mail = { to: 'ada@client.example', from: 'a@host.example', subject: 'A', text: 'B' }
  await expect(inbox.tenant('acme').mailer.send(mail)).rejects.toMatchObject({ field: 'senders' })
})

it('an inbox is not made for mail from no address', () => {
  const parts = { storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [] }
  const keys = [{ id: 'test', secret }]
  expect(() => createInbox({ ...parts, encryption: { keys }, mailFrom: 'Acme' })).toThrow(
    expect.objectContaining({ code: 'invalid-input', field: 'mailFrom' }),
  )
})
