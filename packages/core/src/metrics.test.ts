import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { GuichetError } from './errors.ts'
import { createInbox, type InboxOptions } from './inbox.ts'
import type { Inbox } from './inbox-api.ts'
import type { Metrics } from './ports/metrics.ts'
import type { Storage } from './ports/storage.ts'
import { fakeMetrics } from './testing/fake-metrics.ts'
import {
  fakeChannel,
  fakeSender,
  memoryBlobs,
  memoryStorage,
  parsedMessage,
  testClock,
} from './testing/index.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}

interface Opened {
  readonly inbox: Inbox
  readonly channel: ReturnType<typeof fakeChannel>
  readonly clock: ReturnType<typeof testClock>
  readonly storage: Storage
  readonly warnings: readonly string[]
}

function open(metrics: Metrics, options: Partial<InboxOptions> = {}): Opened {
  const clock = testClock()
  const channel = fakeChannel()
  const storage = options.storage ?? memoryStorage({ clock })
  const warnings: string[] = []
  const inbox = createInbox({
    ...{
      storage,
      blobs: memoryBlobs(),
      clock,
      channels: [channel],
      metrics,
    },
    encryption: { keys: [key] },
    undoSeconds: 0,
    log: { info: () => undefined, warn: (message) => void warnings.push(message), error: () => undefined },
    ...options,
  })
  onTestFinished(() => inbox.close())
  return { inbox, channel, clock, storage, warnings }
}

/** A customer writes, and is answered. */
async function conversation({ inbox, channel, clock }: Opened): Promise<void> {
  const acme = inbox.tenant('acme')
  channel.put(parsedMessage())
  await acme.integrations.create({
    ...{ type: 'fake', name: 'Support', settings: { address: 'support@acme.example' } },
    secrets: { password: 'secret' },
  })
  inbox.start()
  await clock.advance(1000)
  const [{ id } = { id: '' }] = (await acme.conversations.list()).items
  await acme.conversations.reply(id, { text: 'Elle part demain.' })
  await clock.advance(1000)
  expect(channel.sent).toHaveLength(1)
}

it('an inbox counts what it receives and sends, and says nothing of whom', async () => {
  const metrics = fakeMetrics()
  await conversation(open(metrics))
  expect(Object.fromEntries(metrics.values)).toMatchObject({
    'guichet_events_total{type="message.received"}': 1,
    'guichet_events_total{type="message.queued"}': 1,
    'guichet_events_total{type="message.sent"}': 1,
    'guichet_send_attempts_total{channel="fake",outcome="sent",reason="none"}': 1,
    'guichet_syncs_total{status="success"}': expect.any(Number),
  })
  expect([...metrics.values.keys()].join()).not.toMatch(/@|acme|support/)
})

it('metrics that fail, at once or later, are warned about and hold up no message', async () => {
  const fails = () => {
    throw new Error('the registry is broken')
  }
  const rejects = async () => fails()
  const opened = open({ count: rejects, observe: fails, gauge: fails })
  await conversation(opened)
  await turn()
  expect(opened.warnings).toEqual(['a number could not be noted'])
})

it('work for an Idempotency-Key that fails counts nothing', async () => {
  const metrics = fakeMetrics()
  const acme = open(metrics).inbox.tenant('acme')
  const create = (name: string) => ({ name, parentId: null, rule: null })
  const once = acme.once({ key: 'k', request: 'r' }, async (inside) => {
    await inside.folders.create(create('Factures'))
    throw new Error('fails on purpose')
  })
  await expect(once).rejects.toThrow('on purpose')
  expect(metrics.values.get('guichet_events_total{type="folder.changed"}')).toBeUndefined()
  await acme.once(
    { key: 'l', request: 'r' },
    async (inside) => (await inside.folders.create(create('Devis'))).id,
  )
  expect(metrics.values.get('guichet_events_total{type="folder.changed"}')).toBe(1)
})

it('mail of the application counts under the sender that took it, and whom it leaves out', async () => {
  const metrics = fakeMetrics()
  const [ses, sendgrid] = [fakeSender('ses'), fakeSender('sendgrid')]
  const { inbox, storage, clock } = open(metrics, { senders: [ses, sendgrid], mailFrom: 'app@acme.example' })
  const mark = { mark: 'complained', kind: 'hard', status: null, reason: '', messageId: 'm' } as const
  const bob = 'bob@client.example'
  await storage.transaction('acme', (tx) =>
    tx.addresses.mark([{ ...mark, address: bob, since: clock.now() }]),
  )
  inbox.start()
  const throttled = Array.from({ length: 5 }, () => new GuichetError('throttled', 'busy', { retry: 'later' }))
  ses.failNextSends(...throttled)
  for (const _ of throttled) {
    await inbox
      .tenant('acme')
      .mailer.send({ to: ['ada@client.example', bob], subject: 'Facture', text: 'La voici.' })
    await clock.advance(1000)
  }
  expect(sendgrid.sent).toHaveLength(5)
  expect(Object.fromEntries(metrics.values)).toMatchObject({
    'guichet_send_attempts_total{channel="sendgrid",outcome="sent",reason="none"}': 5,
    'guichet_sender_resting{sender="ses"}': 1,
    guichet_recipients_suppressed_total: 5,
  })
})

it('how old the queues are is measured when somebody reads, also where no worker runs', async () => {
  const metrics = fakeMetrics()
  const { storage, clock } = open(metrics)
  await storage.transaction('acme', (tx) => tx.enqueue([{ queue: 'send', subject: 'm', startAt: null }]))
  await clock.advance(90_000)
  expect(Object.fromEntries(await metrics.read())).toMatchObject({
    'guichet_queue_age_seconds{queue="send"}': 90,
    'guichet_queue_age_seconds{queue="file"}': 0,
    'guichet_jobs{queue="send",state="due"}': 1,
    'guichet_jobs{queue="send",state="later"}': 0,
    guichet_jobs_dead: 0,
  })
})

it('while the database is away nobody is shown the numbers of before', async () => {
  const metrics = fakeMetrics()
  const away = async () => {
    throw new GuichetError('storage-failed', 'the database cannot be reached', { retry: 'later' })
  }
  const storage = memoryStorage({ clock: testClock() })
  const { warnings } = open(metrics, { storage: { ...storage, jobs: { ...storage.jobs, backlog: away } } })
  const values = await metrics.read()
  expect(values.get('guichet_queue_age_seconds{queue="send"}')).toBeNaN()
  expect(values.get('guichet_jobs_dead')).toBeNaN()
  expect(warnings).toEqual(['the queues could not be measured'])
})
