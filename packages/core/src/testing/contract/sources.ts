import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SourceState } from '../../model/integration.ts'
import type { LocatedCounts } from '../../ports/source-records.ts'
import type { Storage } from '../../ports/storage.ts'
import type { ContractCheck } from './check.ts'
import {
  minute,
  type Office,
  openConversation,
  openOffice,
  sampleIntegration,
  sampleMessage,
} from './samples.ts'

const inbox: SourceState = {
  ...{ source: 'INBOX', locatorPrefix: 'INBOX/1/', role: 'inbox', serverCount: 3, missing: 1 },
  ...{ notYetRead: 2, reportedAt: minute(1) },
}
const sent: SourceState = { ...inbox, source: 'Envoyés', locatorPrefix: 'Envoyés/7/', role: 'sent' }

/** Places of messages that nobody stored: as if they had been deleted here. */
function places(locators: readonly string[]) {
  return locators.map((locator) => ({ locator, messageId: randomUUID() }))
}

function count(storage: Storage, { tenant, integrationId }: Office, prefix: string): Promise<LocatedCounts> {
  return storage.transaction(tenant, (tx) => tx.sources.countLocated(integrationId, prefix))
}

const deleted = (number: number): LocatedCounts => ({ stored: 0, quarantined: 0, deleted: number })

export const sourceChecks: readonly ContractCheck[] = [
  {
    name: 'a place can be remembered again, also twice in one batch',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversationId = (await openConversation(storage, office)).id
      const [first, second] = [0, 1].map(() => sampleMessage({ integrationId, conversationId }))
      assert.ok(first && second)
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([first, second])
        await tx.sources.locate(integrationId, [{ locator: 'INBOX/1/1', messageId: first.id }])
        await tx.sources.locate(integrationId, [
          { locator: 'INBOX/1/1', messageId: second.id },
          { locator: 'INBOX/1/2', messageId: second.id },
          { locator: 'INBOX/1/2', messageId: second.id },
        ])
      })
    },
  },
  {
    name: 'places are counted by what became of their messages, a message in two places twice',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversationId = (await openConversation(storage, office)).id
      const good = sampleMessage({ integrationId, conversationId })
      const bad = sampleMessage({
        integrationId,
        conversationId,
        parseState: 'failed',
        parseError: 'no mail',
      })
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([good, bad])
        await tx.sources.locate(integrationId, [
          { locator: 'INBOX/1/1', messageId: good.id },
          { locator: 'INBOX/1/2', messageId: good.id },
          { locator: 'INBOX/1/3', messageId: bad.id },
          { locator: 'INBOX/1/4', messageId: randomUUID() },
          { locator: 'INBOX/12/1', messageId: good.id },
        ])
      })
      assert.deepEqual(await count(storage, office, 'INBOX/1/'), { stored: 2, quarantined: 1, deleted: 1 })
      assert.deepEqual(await count(storage, office, 'INBOX/2/'), deleted(0))
    },
  },
  {
    name: 'forgotten places are no longer counted, and the message stays',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const conversationId = (await openConversation(storage, office)).id
      const message = sampleMessage({ integrationId, conversationId })
      await storage.transaction(tenant, async (tx) => {
        await tx.messages.insert([message])
        await tx.sources.locate(integrationId, [{ locator: 'INBOX/1/1', messageId: message.id }])
        await tx.sources.unlocate(integrationId, ['INBOX/1/1', 'INBOX/1/9'])
        await tx.sources.unlocate(integrationId, [])
      })
      assert.deepEqual(await count(storage, office, 'INBOX/1/'), deleted(0))
      const stored = await storage.transaction(tenant, (tx) => tx.messages.get(message.id))
      assert.equal(stored?.id, message.id)
    },
  },
  {
    name: 'a prefix is taken literally, and voids its own integration only',
    async run(open) {
      const storage = await open()
      const office = await openOffice(storage)
      const { tenant, integrationId } = office
      const other = sampleIntegration()
      await storage.transaction(tenant, async (tx) => {
        await tx.integrations.insert(other)
        await tx.sources.locate(integrationId, places(['a%/1/1', 'ab/1/1', 'a_/1/1', 'a%/1/é𝄞', 'a%/10/1']))
        await tx.sources.locate(other.id, places(['a%/1/1']))
        await tx.sources.unlocateAll(integrationId, 'a%/1/')
      })
      assert.deepEqual(await count(storage, office, 'a%/'), deleted(1))
      assert.deepEqual(await count(storage, office, 'a'), deleted(3))
      assert.deepEqual(await count(storage, { ...office, integrationId: other.id }, 'a%/1/'), deleted(1))
    },
  },
  {
    name: 'sources are replaced as a whole and go with their integration',
    async run(open) {
      const storage = await open()
      const { tenant, integrationId } = await openOffice(storage)
      const list = () => storage.transaction(tenant, (tx) => tx.sources.list(integrationId))
      const replace = (sources: readonly SourceState[]) =>
        storage.transaction(tenant, (tx) => tx.sources.replace(integrationId, sources))
      assert.deepEqual(await list(), [])
      await replace([inbox, sent])
      assert.deepEqual(await list(), [sent, inbox])
      const later = { ...inbox, serverCount: 5, reportedAt: minute(2) }
      await replace([later])
      assert.deepEqual(await list(), [later])
      await storage.transaction(tenant, (tx) => tx.integrations.remove(integrationId))
      assert.deepEqual(await list(), [])
    },
  },
]
