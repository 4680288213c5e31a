import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type DovecotServer, skipUnless, startDovecot } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireIntegration } from './api-client.ts'
import { eventually } from './eventually.ts'
import { generateMails, unparsableMail, writeMails } from './generated-mail.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import type { RunningWorker } from './start-worker.ts'

const noServers = skipUnless(stageMissing())
const megabyte = 1024 * 1024

const usualMails = [...new Set(generateMails(400, 3))].filter((text) => text !== unparsableMail)

function mail(subject: string): string {
  const fields = { from: 'Zoe <zoe@example.org>', to: support.address, text: 'Hi' }
  return mailText({ ...fields, subject, mailId: `${subject.replaceAll(/\W/g, '')}@example.org` })
}

describe.skipIf(noServers)('mail that is hard to take', () => {
  let stage: Stage
  let worker: RunningWorker
  let id: string

  beforeAll(async () => {
    stage = await startStage()
    // A worker that has done some work: what its first mails cost is not what a large one costs.
    const files = await writeMails(join(stage.folder, 'mails'), usualMails)
    await stage.dovecot.deliverMany(support.address, files)
    await stage.dovecot.deliver(support.address, mail('Before'))
    await stage.dovecot.deliver(support.address, unparsableMail)
    await stage.dovecot.deliver(support.address, mail('After'))
    id = await stage.connect()
  })
  afterAll(() => stage?.dispose())

  test('what cannot be parsed is quarantined, counted and downloadable; the sync goes on past it', async () => {
    const stream = await stage.api.events()
    worker = stage.startWorker()
    const synced = await eventually('the report of the sync', () =>
      stream.events.find(({ type }) => type === 'integration.synced'),
    )
    await stream.close()
    expect(synced.data).toMatchObject({ status: 'success', stored: usualMails.length + 3, quarantined: 1 })
    await stage.api.conversationAbout('Before')
    await stage.api.conversationAbout('After')
    const { id: conversationId } = await stage.api.conversationAbout('')
    const [message] = await stage.api.messages(conversationId)
    expect(message).toMatchObject({
      parseState: 'failed',
      parseError: 'this is no mail: it has no header line',
    })
    expect(await (await stage.api.raw(message?.id ?? '')).text()).toBe(unparsableMail)
    expect(await stage.api.integration(id)).toMatchObject({ lastSyncStatus: 'success', lastSyncError: null })
  })

  test('a mail of 100 MB passes through the whole inbox with flat memory, byte for byte', async () => {
    const file = join(stage.folder, 'large.eml')
    await pipeline(Readable.from(largeMail()), createWriteStream(file))
    const size = await lengthAndHash(createReadStream(file))
    const before = await worker.peakMB()
    const start = performance.now()
    await stage.dovecot.deliverMany(support.address, [file])
    const { lastMessageId } = await stage.api.conversationAbout('Plans', 40_000)
    const seconds = (performance.now() - start) / 1_000
    const growth = (await worker.peakMB()) - before
    console.info(
      `100 MB stored in ${seconds.toFixed(1)} s; peak ${before.toFixed(0)} MB before, ${growth.toFixed(0)} MB more`,
    )
    expect(growth).toBeLessThan(100)

    const { body } = await stage.api.raw(lastMessageId)
    if (body === null) throw new Error('the download has no body')
    expect(await lengthAndHash(body)).toEqual(size)
  })
})

describe.skipIf(noServers)('a mailbox that was set up wrongly', () => {
  let stage: Stage
  let stranger: DovecotServer

  beforeAll(async () => {
    // Its certificate is signed by nobody we trust.
    stage = await startStage()
    stranger = await startDovecot({ users: [support] })
    await stage.dovecot.deliver(support.address, mail('There'))
    stage.startWorker()
  })
  afterAll(() => Promise.all([stage?.dispose(), stranger?.stop()]))

  test('a wrong password is named, and correcting it is enough', async () => {
    const id = await stage.connect({ name: 'Password', secrets: { password: 'wrong' } })
    expect((await failed(id)).lastSyncError).toContain(
      `localhost:${stage.dovecot.tlsPort} refused the user name ${support.address}`,
    )
    await works(id, { secrets: { password: support.password } })
  })

  test('a closed port is named, and correcting it is enough', async () => {
    const id = await stage.connect({ name: 'Port', settings: { port: 1 } })
    expect((await failed(id)).lastSyncError).toContain('localhost:1 refuses connections; check host and port')
    await works(id, { settings: await corrected(id) })
  })

  test('a certificate nobody signed is named, and correcting the server is enough', async () => {
    const id = await stage.connect({ name: 'Certificate', settings: { port: stranger.tlsPort } })
    expect((await failed(id)).lastSyncError).toContain('is self-signed')
    await works(id, { settings: await corrected(id) })
  })

  function failed(id: string): Promise<WireIntegration> {
    return eventually('the failure', async () => {
      const integration = await stage.api.integration(id)
      return integration.lastSyncStatus === 'error' ? integration : undefined
    })
  }

  async function corrected(id: string): Promise<object> {
    const { settings } = await stage.api.send<{ settings: object }>('GET', `/inbox/integrations/${id}`)
    return { ...settings, port: stage.dovecot.tlsPort }
  }

  async function works(id: string, changes: object): Promise<void> {
    const start = performance.now()
    await stage.api.send('PATCH', `/inbox/integrations/${id}`, changes)
    await eventually('a sync that works', async () => {
      const { lastSyncStatus, lastSyncError } = await stage.api.integration(id)
      return lastSyncStatus === 'success' && lastSyncError === null ? true : undefined
    })
    const stored = await stage.api.conversations(`&integrationId=${id}`)
    expect(stored.map(({ subject }) => subject)).toEqual(['There'])
    console.info(`works ${Math.round(performance.now() - start)} ms after it was corrected`)
  }
})

/** 100 MB of base64 lines, no two blocks alike, without ever holding them. */
function* largeMail(): Generator<string> {
  yield `From: Ann <ann@example.org>\r\nTo: ${support.address}\r\nSubject: Plans\r\nMessage-ID: <plans@example.org>\r\n`
  yield 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n'
  yield '--cut\r\nContent-Type: text/plain\r\n\r\nThe plans are attached.\r\n--cut\r\n'
  yield 'Content-Type: application/pdf; name=plans.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n'
  const line = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM\r\n'
  for (let block = 0; block < 100; block += 1) {
    yield `${String(block).padStart(8, 'A')}\r\n${line.repeat(Math.floor(megabyte / line.length))}`
  }
  yield '--cut--\r\n'
}

async function lengthAndHash(pieces: AsyncIterable<Uint8Array>): Promise<{ length: number; hash: string }> {
  const hash = createHash('sha256')
  let length = 0
  for await (const piece of pieces) {
    hash.update(piece)
    length += piece.length
  }
  return { length, hash: hash.digest('hex') }
}
