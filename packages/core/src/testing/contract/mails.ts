import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { NewMail } from '../../model/mail.ts'
import type { DeliveryState } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
import type { MailFilter } from '../../ports/mail-records.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, pagesOf, withCode } from './check.ts'
import { minute, newTenant, sampleMail, sampleOutboxEntry } from './samples.ts'

async function queueMail(
  storage: Storage,
  tenant: string,
  changes: Partial<NewMail> = {},
  entry: Partial<OutboxEntry> = {},
): Promise<NewMail> {
  const mail = sampleMail(changes)
  const { id: messageId, createdAt } = mail
  await storage.transaction(tenant, async (tx) => {
    await tx.mails.insert(mail)
    await tx.outbox.insert(sampleOutboxEntry({ messageId, integrationId: null, createdAt, ...entry }))
  })
  return mail
}

const nobody = { messageIds: [], providerIds: [] }

export const mailChecks: readonly ContractCheck[] = [
  {
    name: 'a mail of the host reads as it was written, with how its delivery stands and what was reported',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const mail = await queueMail(storage, tenant)
      const bare = await queueMail(storage, tenant, { replyTo: null, template: null, authorId: null })
      const arrival = {
        ...({ recipient: 'ada@example.org', state: 'bounced', kind: 'hard', status: '5.1.1' } as const),
        ...{ reason: 'é "unknown"', at: minute(2), reportId: randomUUID() },
      }
      const ready = { state: 'ready', attempts: 0, error: null, nextAttemptAt: null } as const
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.mails.get(mail.id), { ...mail, delivery: ready })
        assert.deepEqual(await tx.mails.get(bare.id), { ...bare, delivery: ready })
        assert.equal(await tx.mails.get(randomUUID()), null)
        const found = await tx.mails.find([bare.id, randomUUID(), mail.id, bare.id])
        assert.deepEqual(
          new Map(found.map((one) => [one.id, one])),
          new Map([mail, bare].map((one) => [one.id, { ...one, delivery: ready }])),
        )
        assert.deepEqual(await tx.mails.find([]), [])
        await tx.outbox.begin([mail.id], 60_000)
        await tx.arrivals.record([{ ...arrival, messageId: mail.id }])
      })
      await storage.transaction(tenant, async (tx) => {
        const delivery = { ...ready, state: 'sending', attempts: 1 }
        assert.deepEqual(await tx.mails.get(mail.id), { ...mail, delivery, arrivals: [arrival] })
        assert.equal((await tx.outbox.get(mail.id))?.integrationId, null)
      })
      const elsewhere = await storage.transaction(newTenant(), (tx) => tx.mails.find([mail.id]))
      assert.deepEqual(elsewhere, [])
    },
  },
  {
    name: 'mails of the host are listed latest first, page by page, all or those in one state',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const states: readonly DeliveryState[] = ['ready', 'failed', 'ready', 'failed', 'ready']
      const mails: NewMail[] = []
      for (const [index, state] of states.entries())
        mails.push(await queueMail(storage, tenant, { createdAt: minute(Math.min(index, 3)) }, { state }))
      const expected = mails.toSorted(
        (one, other) => other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1),
      )
      const list = (state?: DeliveryState) =>
        pagesOf((cursor) =>
          storage.transaction(tenant, (tx) =>
            tx.mails.list(state === undefined ? {} : { state }, { cursor, limit: 2 }),
          ),
        )
      assert.deepEqual(
        await idsOf(list()),
        expected.map(({ id }) => id),
      )
      const failed = new Set([mails[1]?.id, mails[3]?.id])
      assert.deepEqual(
        await idsOf(list('failed')),
        expected.map(({ id }) => id).filter((id) => failed.has(id)),
      )
      assert.deepEqual(await idsOf(list('sent')), [])
      const broken = storage.transaction(tenant, (tx) => tx.mails.list({}, { cursor: 'broken', limit: 2 }))
      await assert.rejects(broken, withCode('invalid-input'))
    },
  },
  {
    name: 'mails of the host are listed by tag, by recipient in any case, and by several things at once',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const bob = { name: '', address: 'Bob@Example.org' }
      const nobodyElse = { cc: [], bcc: [], dropped: [] }
      const [tagged, written, copied, hidden, dropped] = [
        await queueMail(storage, tenant, { ...nobodyElse, tags: ['facture', '"2"'] }, { state: 'failed' }),
        await queueMail(storage, tenant, { ...nobodyElse, tags: [], to: [bob, bob], createdAt: minute(1) }),
        await queueMail(storage, tenant, {
          ...{ ...nobodyElse, tags: ['facture'], cc: [bob], createdAt: minute(2) },
        }),
        await queueMail(storage, tenant, { ...nobodyElse, tags: [], bcc: [bob], createdAt: minute(3) }),
        await queueMail(storage, tenant, {
          ...{ ...nobodyElse, tags: ['x'], createdAt: minute(4) },
          dropped: [{ address: 'bob@example.org', because: 'complained' }],
        }),
      ]
      const other = newTenant()
      await queueMail(storage, other, { tags: ['facture'], to: [bob] })
      const list = (filter: MailFilter) =>
        idsOf(
          pagesOf((cursor) =>
            storage.transaction(tenant, (tx) => tx.mails.list(filter, { cursor, limit: 1 })),
          ),
        )
      assert.deepEqual(await list({ tag: 'facture' }), [copied.id, tagged.id])
      assert.deepEqual(await list({ tag: '"2"' }), [tagged.id])
      assert.deepEqual(await list({ tag: 'factur' }), [])
      const withBob = [dropped.id, hidden.id, copied.id, written.id]
      assert.deepEqual(await list({ recipient: 'bob@example.org' }), withBob)
      assert.deepEqual(await list({ recipient: 'bob@example.org', tag: 'facture' }), [copied.id])
      assert.deepEqual(await list({ tag: 'facture', state: 'failed' }), [tagged.id])
      assert.deepEqual(await list({ recipient: 'facture' }), [])
    },
  },
  {
    name: 'who is left out of a mail of the host no longer gets it, and is still found with it',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const mail = await queueMail(storage, tenant, { dropped: [] })
      const dropped = [{ address: 'ada@example.org', because: 'opted-out' }] as const
      const rest = { to: [], cc: mail.cc, bcc: [], dropped }
      await storage.transaction(tenant, async (tx) => {
        await tx.mails.leaveOut(mail.id, rest)
        await tx.mails.leaveOut(randomUUID(), rest)
      })
      await storage.transaction(newTenant(), (tx) => tx.mails.leaveOut(mail.id, { ...rest, cc: [] }))
      await storage.transaction(tenant, async (tx) => {
        const { delivery: _, ...read } = (await tx.mails.get(mail.id)) ?? assert.fail('it is gone')
        assert.deepEqual(read, { ...mail, ...rest })
        const page = { cursor: null, limit: 5 }
        const found = await tx.mails.list({ recipient: 'ada@example.org' }, page)
        assert.deepEqual(
          found.items.map(({ id }) => id),
          [mail.id],
        )
      })
    },
  },
  {
    name: 'a mail of the host is found by its mail id, and among the sends of the whole tenant',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const providerId = `p-${randomUUID()}`
      const mail = await queueMail(storage, tenant, {}, { providerId })
      const { id, mailId, to, cc, bcc, createdAt } = mail
      const nowhere = { conversationId: null, integrationId: null }
      const sent = { id, mailId, ...nowhere, to, cc: [...cc, ...bcc], receivedAt: createdAt }
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.arrivals.findSent([mailId]), [sent])
        for (const ids of [{ messageIds: [id] }, { providerIds: [providerId] }])
          assert.deepEqual(await tx.arrivals.findSends(null, { ...nobody, ...ids }), [
            { ...sent, providerId },
          ])
        assert.deepEqual(await tx.arrivals.findSends(randomUUID(), { ...nobody, messageIds: [id] }), [])
      })
      const elsewhere = await storage.transaction(newTenant(), (tx) =>
        tx.arrivals.findSends(null, { ...nobody, providerIds: [providerId] }),
      )
      assert.deepEqual(elsewhere, [])
    },
  },
  {
    name: 'a removed mail of the host leaves nothing behind',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const mail = await queueMail(storage, tenant, {}, { idempotencyKey: 'facture 1' })
      const other = await queueMail(storage, tenant)
      await storage.transaction(tenant, async (tx) => {
        await tx.mails.remove([mail.id, randomUUID()])
        await tx.mails.remove([])
      })
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.mails.get(mail.id), null)
        assert.equal(await tx.outbox.get(mail.id), null)
        assert.equal(await tx.outbox.findByIdempotencyKey('facture 1'), null)
        assert.deepEqual(await tx.arrivals.findSent([mail.mailId]), [])
        assert.equal((await tx.mails.get(other.id))?.id, other.id)
      })
    },
  },
  {
    name: 'a mail of the host without an outbox entry is refused at the commit',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const mail = sampleMail()
      await assert.rejects(storage.transaction(tenant, (tx) => tx.mails.insert(mail)))
      assert.equal(await storage.transaction(tenant, (tx) => tx.mails.get(mail.id)), null)
    },
  },
]

async function idsOf(pages: AsyncIterable<readonly { readonly id: string }[]>): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const items of pages) ids.push(...items.map(({ id }) => id))
  return ids
}
