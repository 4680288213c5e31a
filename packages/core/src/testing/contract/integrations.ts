import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type ContractCheck, withCode } from './check.ts'
import { minute, newTenant, openConversation, openOffice, sampleIntegration } from './samples.ts'

export const integrationChecks: readonly ContractCheck[] = [
  {
    name: 'integrations read as they were written, oldest first',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const settings = { host: 'é', nested: { list: [1, null, true, 'x'] } }
      const young = sampleIntegration({ createdAt: minute(2), settings, paused: true, intervalSeconds: 30 })
      const old = sampleIntegration({
        createdAt: minute(1),
        type: 'vonage-sms',
        lastSyncAt: minute(1),
        lastSyncStatus: 'partial',
        lastSyncError: 'two messages are in quarantine',
      })
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(young)
        await tx.integrations.insert(old)
      })
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.integrations.list(), [old, young])
        assert.deepEqual(await tx.integrations.get(young.id), young)
        assert.equal(await tx.integrations.get(randomUUID()), null)
      })
    },
  },
  {
    name: 'an update replaces name, settings, secrets, pause and interval, and keeps the rest',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const synced = {
        lastSyncAt: minute(3),
        lastSyncStatus: 'success',
        lastSyncError: null,
        lastSyncProblem: null,
      } as const
      const integration = sampleIntegration(synced)
      const replaced = {
        name: 'Ventes',
        settings: { host: 'other.example.org' },
        secrets: 'g1.other',
        paused: true,
        intervalSeconds: 60,
      }
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(integration)
        await tx.integrations.update({
          ...integration,
          ...replaced,
          type: 'webhook',
          createdAt: minute(9),
          lastSyncAt: null,
          lastSyncStatus: null,
        })
        assert.deepEqual(await tx.integrations.get(integration.id), { ...integration, ...replaced })
      })
    },
  },
  {
    name: 'the state of the latest sync is written alone',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const integration = sampleIntegration()
      const state = {
        lastSyncAt: minute(4),
        lastSyncStatus: 'error',
        lastSyncError: 'wrong password',
        lastSyncProblem: {
          key: 'password-refused',
          server: 'incoming',
          field: 'secrets.password',
          facts: { host: 'imap.example.org', port: 993 },
        },
      } as const
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(integration)
        await tx.integrations.setSyncState(integration.id, state)
        assert.deepEqual(await tx.integrations.get(integration.id), { ...integration, ...state })
      })
    },
  },
  {
    name: 'a removed integration is gone, its conversations stay',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversation = await openConversation(storage, office)
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.setCursor(integrationId, { source: 'INBOX', value: 1 })
        await tx.integrations.remove(integrationId)
      })
      await storage.transaction(tenant, async (tx) => {
        assert.equal(await tx.integrations.get(integrationId), null)
        assert.deepEqual(await tx.integrations.list(), [])
        assert.deepEqual(await tx.integrations.cursors(integrationId), [])
        assert.deepEqual(await tx.conversations.get(conversation.id), conversation)
      })
      for (const id of [integrationId, randomUUID()]) {
        const removing = storage.transaction(tenant, (tx) => tx.integrations.remove(id))
        await assert.rejects(removing, withCode('not-found'))
      }
    },
  },
  {
    name: 'an integration has one cursor per source',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const inbox = { source: 'INBOX', value: { uidValidity: '1700000000', uid: 42, modseq: null } }
      const sent = { source: 'Sent "é"', value: 'opaque' }
      const read = () => storage.transaction(tenant, (tx) => tx.integrations.cursors(integrationId))
      assert.deepEqual(await read(), [])
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.setCursor(integrationId, { source: 'INBOX', value: 1 })
        await tx.integrations.setCursor(integrationId, sent)
        await tx.integrations.setCursor(integrationId, inbox)
      })
      const cursors = (await read()).toSorted((a, b) => (a.source < b.source ? -1 : 1))
      assert.deepEqual(cursors, [inbox, sent])
    },
  },
  {
    name: 'wrapped keys read as they were written, and one id is inserted once',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const first = { id: 'key-1', hostKeyId: 'host-1', wrapped: 'é=', createdAt: minute(1) }
      const second = { ...first, id: 'key-2', createdAt: minute(2) }
      await storage.transaction(tenant, async (tx) => {
        assert.deepEqual(await tx.keys.list(), [])
        await tx.keys.insert(first)
        await tx.keys.insert(second)
      })
      await assert.rejects(
        storage.transaction(tenant, (tx) => tx.keys.insert({ ...first, wrapped: 'other' })),
      )
      const keys = await storage.transaction(tenant, (tx) => tx.keys.list())
      assert.deepEqual(
        keys.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        [first, second],
      )
    },
  },
]
