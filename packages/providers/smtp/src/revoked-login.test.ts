import { createInbox, type Mail } from '@guichet/core'
import { memoryBlobs, memoryStorage, testClock } from '@guichet/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { smtpSender } from './smtp-sender.ts'
import { startCapturingSmtpServer } from './testing/capturing-smtp-server.ts'

const patience = { timeout: 10_000, interval: 5 }

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

test('mail of the application outlasts a login that was revoked, and leaves once when it works again', {
  timeout: 30_000,
}, async () => {
  let isRevoked = true
  const server = await startCapturingSmtpServer({
    onAuth: ({ username }, _session, done) =>
      isRevoked ? done(new Error('revoked')) : done(null, { user: username }),
  })
  open.push(server.stop)
  const clock = testClock()
  const complaints: string[] = []
  const inbox = createInbox({
    ...{ storage: memoryStorage({ clock }), blobs: memoryBlobs(), clock, channels: [] },
    encryption: { keys: [{ id: 'k1', secret: Buffer.from(clock.randomBytes(32)).toString('base64') }] },
    mailFrom: 'app@boulangerie-martin.example',
    senders: [
      smtpSender({
        ...{ host: '127.0.0.1', port: server.port, security: 'none', privateHosts: 'allowed' },
        ...{ username: 'app', password: 'a very secret one' },
      }),
    ],
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (sentence, fields) => void complaints.push(`${sentence} ${JSON.stringify(fields)}`),
    },
  })
  open.push(() => inbox.close())
  await inbox.migrate()
  inbox.start()
  const { mailer } = inbox.tenant('acme')
  const mails = [await mailer.send(about('1')), await mailer.send(about('2'))]
  const deliveries = () => Promise.all(mails.map(async ({ id }) => (await mailer.get(id)).delivery))

  await clock.advance(1_000)
  await vi.waitFor(async () => {
    for (const { state, error } of await deliveries()) {
      expect(state).toBe('ready')
      expect(error).toMatch(/refused the login/)
    }
  }, patience)
  expect(server.mails).toEqual([])
  // Nobody has to look at each mail to learn of it.
  expect(complaints.join()).toMatch(/waits until somebody helps its sender.*refused the login/)
  expect(complaints.join()).not.toContain('a very secret one')

  isRevoked = false
  // To each attempt and no further: a clock that runs ahead of the network would end it.
  const due = (await deliveries()).map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? 0).sort()
  for (const [index, time] of due.entries()) {
    await clock.advance(time - clock.now().getTime())
    await vi.waitFor(async () => {
      expect((await deliveries()).filter(({ state }) => state === 'sent').length).toBeGreaterThan(index)
    }, patience)
  }
  expect((await deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent'])
  expect(server.mails.map(({ raw }) => mailIdOf(raw)).sort()).toEqual(mails.map(idOf).sort())
})

function about(subject: string) {
  return { to: 'zoe@client.example', subject, text: 'Votre commande est prête.' }
}

function idOf({ mailId }: Mail): string {
  return mailId
}

function mailIdOf(raw: Buffer): string | undefined {
  return /^Message-ID:\s*<([^>]+)>/im.exec(raw.toString('latin1'))?.[1]
}
