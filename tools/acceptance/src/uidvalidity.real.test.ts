import { join } from 'node:path'
import { skipUnless } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { fileSizes } from './file-sizes.ts'
import { generateMails, writeMails } from './generated-mail.ts'
import { mailOnServer } from './mail-on-server.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import type { RunningWorker } from './start-worker.ts'
import { noContradictions, storedInbox } from './stored-inbox.ts'

const newValidity = 1_999_999_999

describe.skipIf(skipUnless(stageMissing()))('a mailbox whose UIDVALIDITY changes', () => {
  let stage: Stage
  let worker: RunningWorker
  let id: string
  let before: Awaited<ReturnType<typeof picture>>

  beforeAll(async () => {
    stage = await startStage()
    const files = await writeMails(join(stage.folder, 'mails'), generateMails(300, 11))
    await stage.dovecot.deliverMany(support.address, files)
    id = await stage.connect()
    worker = stage.startWorker({ windowSize: 40 })
    await atUid(300)
    // One that was announced, so that announcing it again would show.
    const fields = { from: 'Zoe <zoe@example.org>', to: support.address, subject: 'Live', text: 'Hi' }
    await stage.dovecot.deliver(support.address, mailText({ ...fields, mailId: 'live@example.org' }))
    await worker.first('told')
    before = await picture()
  })
  afterAll(() => stage?.dispose())

  test('is read again under the new value, in silence', async () => {
    const start = performance.now()
    await stage.dovecot.setUidValidity(support.address, 'INBOX', newValidity)
    await stage.api.send('POST', `/inbox/integrations/${id}/sync`)
    await eventually('the second sync', async () => {
      const cursor = await storedInbox(stage).cursor()
      return cursor?.uidValidity === String(newValidity) && cursor.lowestUid === 1 ? true : undefined
    })
    // The report comes after the last batch and the removal of the copies it made.
    await eventually('its report', async () => {
      const { lastSyncAt, lastSyncStatus } = await stage.api.integration(id)
      return lastSyncAt !== before.lastSyncAt && lastSyncStatus === 'success' ? true : undefined
    })
    console.info(`301 mails read again in ${((performance.now() - start) / 1_000).toFixed(1)} s`)
  })

  test('brings no new message, no event, no job', async () => {
    const after = await picture()
    expect(before).toMatchObject({ received: 1, jobs: 1 })
    expect({ ...after, lastSyncAt: null, files: null }).toEqual({ ...before, lastSyncAt: null, files: null })
    expect(worker.reports.filter(({ kind }) => kind === 'told').length).toBe(1)
  })

  test('leaves no second copy of a raw message', async () => {
    expect((await picture()).files).toEqual(before.files)
  })

  test('knows the place of every mail under the new value, and the cursor covers them', async () => {
    const stored = storedInbox(stage)
    const newest = (await stored.locations()).filter(({ uidValidity }) => uidValidity === String(newValidity))
    const uids = (await mailOnServer(stage.dovecot, support)).map(({ uid }) => uid)
    expect(newest.map(({ uid }) => uid).toSorted((a, b) => a - b)).toEqual(uids)
    expect(await stored.cursor()).toMatchObject({ lowestUid: 1, highestUid: uids.at(-1), missing: [] })
    expect(await stored.contradictions()).toEqual(noContradictions)
  })

  /** What a second reading must leave as it is. */
  async function picture() {
    const { count } = storedInbox(stage)
    return {
      messages: await count('guichet.messages'),
      conversations: await count('guichet.conversations'),
      received: await count(`guichet.events where type in ('message.received', 'message.quarantined')`),
      jobs: await count(`guichet_jobs.job where name = 'process'`),
      lastSyncAt: (await stage.api.integration(id)).lastSyncAt,
      files: await fileSizes(stage.blobFolder),
    }
  }

  async function atUid(uid: number): Promise<void> {
    await eventually('the first sync', async () => {
      const { lastSyncStatus } = await stage.api.integration(id)
      const cursor = await storedInbox(stage).cursor()
      return lastSyncStatus === 'success' && cursor?.lowestUid === 1 && cursor.highestUid >= uid
        ? true
        : undefined
    })
  }
})
