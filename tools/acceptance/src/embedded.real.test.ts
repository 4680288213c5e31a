import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, diskBlobs, type Inbox } from '@guichet/core'
import { imap } from '@guichet/imap'
import { postgres } from '@guichet/postgres'
import { smtp } from '@guichet/smtp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWorker, startWorker } from './start-worker.ts'

describe('an embedded database', () => {
  const key = randomBytes(32).toString('base64')
  const workers: RunningWorker[] = []
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guichet-embedded-'))
  })
  afterAll(async () => {
    await Promise.all(workers.filter((worker) => worker.isAlive()).map((worker) => worker.kill()))
    await rm(directory, { recursive: true, force: true })
  })

  test('refuses a second process with a sentence that says what to do, and the first goes on', async () => {
    const inbox = openHere()
    await inbox.migrate()
    await inbox.tenant('shop').folders.create({ name: 'Before' })
    const second = startHere()
    const { code, message } = await second.first('failed')
    expect(code).toBe('in-use')
    expect(message).toContain(join(directory, 'database'))
    expect(message).toContain(`is open in process ${process.pid}: one process at a time; stop that one`)
    await second.kill()

    await inbox.tenant('shop').folders.create({ name: 'Meanwhile' })
    await inbox.close()
    expect(await folderNames()).toEqual(expect.arrayContaining(['Before', 'Meanwhile']))
  })

  test('can be opened again after kill -9, with everything in it', async () => {
    const worker = startHere()
    await worker.first('ready')
    await worker.kill()
    expect(await folderNames()).toEqual(expect.arrayContaining(['Before', 'Meanwhile']))
  })

  function openHere(): Inbox {
    return createInbox({
      undoSeconds: 0,
      storage: postgres({ folder: join(directory, 'database') }),
      blobs: diskBlobs(join(directory, 'raw')),
      encryption: { keys: [{ id: 'acceptance', secret: key }] },
      channels: [imap({ privateHosts: 'allowed', sender: smtp({ privateHosts: 'allowed' }) })],
    })
  }

  function startHere(): RunningWorker {
    const database = { folder: join(directory, 'database') }
    const worker = startWorker({ database, blobFolder: join(directory, 'raw'), key, ca: '' })
    workers.push(worker)
    return worker
  }

  async function folderNames(): Promise<readonly string[]> {
    const inbox = openHere()
    const folders = await inbox.tenant('shop').folders.list()
    await inbox.close()
    return folders.map(({ name }) => name)
  }
})
