import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { NewMail } from '../../model/mail.ts'
import type { DeliveryState } from '../../model/message.ts'
import type { OutboxEntry } from '../../model/outbox.ts'
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
        await tx.outbox.begin(mail.id, 60_000)
        await tx.arrivals.record([{ ...arrival, messageId: mail.id }])
      })
      await storage.transaction(tenant, async (tx) => {
        const delivery = { ...ready, state: 'sending', attempts: 1 }
        assert.deepEqual(await tx.mails.get(mail.id), { ...mail, delivery, arrivals: [arrival] })
        assert.equal((await tx.outbox.get(mail.id))?.integrationId, null)
      })
      const elsewhere = await storage.transaction(newTenant(), (tx) => tx.mails.get(mail.id))
      assert.equal(elsewhere, null)
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
