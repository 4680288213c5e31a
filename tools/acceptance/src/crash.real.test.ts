import { join } from 'node:path'
import { hamMissing, skipUnless, unpackHam } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, pause } from './eventually.ts'
import { fileSizes } from './file-sizes.ts'
import { generateMails, writeMails } from './generated-mail.ts'
import { externalIdOf, mailIdOf, mailOnServer, type ServerMail } from './mail-on-server.ts'
import { mailText } from './mail-text.ts'
import { below, printedSeed, seededRandom } from './seeded-random.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import type { RunningWorker } from './start-worker.ts'
import { noContradictions, storedInbox } from './stored-inbox.ts'

const leaseMs = 1_000
const kills = 20

const hamReason = hamMissing()
// Real mail is never in CI: there the generated mailbox below has to do, and is run everywhere.
if (hamReason !== null) console.warn(`skipped: ${hamReason}`)

const noServers = skipUnless(stageMissing())

describe.skipIf(noServers || hamReason !== null)('kill -9 during the first sync of a real mailbox', () => {
  crashSuite({ windowSize: 40, mails: unpackHam })
})

describe.skipIf(noServers)('kill -9 during the first sync of a generated mailbox', () => {
  crashSuite({
    windowSize: 6,
    mails: async (folder) => ({
      files: await writeMails(join(folder, 'mails'), generateMails(600, 7)),
      dispose: () => undefined,
    }),
  })
})

interface Mails {
  readonly files: readonly string[]
  dispose(): void
}

interface CrashOptions {
  readonly windowSize: number
  readonly mails: (folder: string) => Promise<Mails>
}

function crashSuite({ windowSize, mails: makeMails }: CrashOptions): void {
  const random = seededRandom(printedSeed('crash'))
  let stage: Stage
  let onServer: readonly ServerMail[]
  let historySize: number
  let hits = 0
  let arrivals = 0

  beforeAll(async () => {
    stage = await startStage()
    const mails = await makeMails(stage.folder)
    await stage.dovecot.deliverMany(support.address, mails.files)
    historySize = mails.files.length
    mails.dispose()
    await stage.connect()
  })
  afterAll(() => stage?.dispose())

  test(`${kills} kills at random points, then a run to the end`, { timeout: 180_000 }, async () => {
    const start = performance.now()
    const stored = storedInbox(stage)
    // Two at a time: the one that stands by takes over what the killed one held.
    const workers = [startOne(), startOne()]
    for (let kill = 0; kill < kills; kill += 1) {
      const holder = await atRandomPoint(workers)
      if (holder === null) break
      await holder.kill()
      workers.splice(workers.indexOf(holder), 1, startOne())
      hits += 1
      await assertCursorTellsTheTruth()
      await arrive()
    }
    await eventually('the end of the sync', async () => ((await isComplete()) ? true : undefined), {
      withinMs: 60_000,
      everyMs: 100,
    })
    await arrive()
    await eventually('the last arrival', async () =>
      (await stored.count(`guichet.messages where subject = 'Arrival ${arrivals}'`)) === 1 ? true : undefined,
    )
    await Promise.all(workers.map((worker) => worker.stop()))
    onServer = await mailOnServer(stage.dovecot, support)
    const seconds = (performance.now() - start) / 1_000
    console.info(`${hits} of ${kills} kills hit the sync of ${historySize} mails; ${seconds.toFixed(1)} s`)
    expect(hits).toBeGreaterThanOrEqual(kills / 2)
  })

  test('every UID of the mailbox has one place, and nothing else has', async () => {
    const uids = (await storedInbox(stage).locations()).map(({ uid }) => uid)
    expect(onServer.length).toBe(historySize + arrivals)
    expect(uids.toSorted((a, b) => a - b)).toEqual(onServer.map(({ uid }) => uid).toSorted((a, b) => a - b))
  })

  test('every mail is there once, and every place leads to its mail', async () => {
    const stored = storedInbox(stage)
    const messages = await stored.messages()
    const externalIds = new Map(messages.map(({ id, externalId }) => [id, externalId]))
    const places = new Map(
      (await stored.locations()).map(({ uid, messageId }) => [uid, externalIds.get(messageId)]),
    )
    const wanted = new Map<number, string>()
    for (const { uid, source } of onServer) wanted.set(uid, await externalIdOf(source))
    expect(places).toEqual(wanted)
    expect(messages.map(({ externalId }) => externalId).toSorted()).toEqual(
      [...new Set(wanted.values())].toSorted(),
    )

    const mailIds = new Set(messages.map(({ mailId }) => mailId))
    const lost = onServer
      .map(({ source }) => mailIdOf(source))
      .filter((id) => id !== null && !mailIds.has(id))
    expect(lost).toEqual([])
    console.info(`${onServer.length} mails on the server, ${messages.length} different ones stored`)
  })

  test('conversations, folder counters, claims and places contradict nothing', async () => {
    expect(await storedInbox(stage).contradictions()).toEqual(noContradictions)
  })

  test('what arrived between the kills was announced once each, and the history never', async () => {
    const rows = await stage.rows<{ subject: string }>(
      `select m.subject from guichet.events e join guichet.messages m on m.id = e.message_id
        where e.type = 'message.received' order by m.received_at, m.id`,
    )
    expect(rows.map(({ subject }) => subject).toSorted()).toEqual(
      Array.from({ length: arrivals }, (_, index) => `Arrival ${index + 1}`).toSorted(),
    )
  })

  test('the cursor covers the whole mailbox', async () => {
    expect(await storedInbox(stage).cursor()).toMatchObject({
      ...{ lowestUid: 1, highestUid: onServer.at(-1)?.uid, historyUpTo: historySize, missing: [] },
    })
  })

  test('fifty raw messages are what the server has, byte for byte', async () => {
    const places = await storedInbox(stage).locations()
    const sources = new Map(onServer.map(({ uid, source }) => [uid, source]))
    for (let sample = 0; sample < 50; sample += 1) {
      const messageId = places[below(random, places.length)]?.messageId ?? ''
      const copies = places
        .filter((place) => place.messageId === messageId)
        .map(({ uid }) => sources.get(uid))
      const raw = Buffer.from(await (await stage.api.raw(messageId)).arrayBuffer())
      expect(copies.some((copy) => copy !== undefined && raw.equals(copy))).toBe(true)
    }
  })

  test('what the killed ones had written and nobody refers to is told', async () => {
    const [used] = await stage.rows<{ bytes: number }>(
      'select sum(raw_size + 1)::float8 as bytes from guichet.messages where raw_key is not null',
    )
    const sizes = Object.values(await fileSizes(stage.blobFolder))
    const written = sizes.reduce((sum, size) => sum + size, 0)
    const unused = 1 - (used?.bytes ?? 0) / written
    console.info(
      `${(unused * 100).toFixed(1)} % of ${(written / 2 ** 20).toFixed(1)} MB of raw bytes are unused`,
    )
    // A few windows of each killed worker, however large the mailbox is.
    expect(unused).toBeLessThan(0.75)
  })

  function startOne(): RunningWorker {
    return stage.startWorker({ leaseMs, windowSize })
  }

  async function isComplete(): Promise<boolean> {
    return (await storedInbox(stage).cursor())?.lowestUid === 1
  }

  /** New mail: must be announced once, whatever dies around it. */
  async function arrive(): Promise<void> {
    arrivals += 1
    const fields = { from: 'Zoe <zoe@example.org>', to: support.address, subject: `Arrival ${arrivals}` }
    const text = mailText({
      ...fields,
      text: `Number ${arrivals}.`,
      mailId: `arrival-${arrivals}@example.org`,
    })
    await stage.dovecot.deliver(support.address, text)
  }

  /** Waits until a worker is at a random write, and a random moment longer; null when the sync is over before. */
  async function atRandomPoint(workers: readonly RunningWorker[]): Promise<RunningWorker | null> {
    const kind = below(random, 2) === 0 ? 'keeping' : 'kept'
    const pauseMs = random() * 30
    let left = 1 + below(random, 3)
    const reached = Promise.withResolvers<RunningWorker | null>()
    for (const worker of workers) {
      worker.onReport((report) => {
        if (report.kind === kind && --left === 0) reached.resolve(worker)
      })
    }
    const looking = setInterval(async () => {
      if (await isComplete()) reached.resolve(null)
    }, 1_000)
    const worker = await reached.promise
    clearInterval(looking)
    if (worker !== null) await pause(pauseMs)
    return worker
  }

  /** Whatever the cursor says was read must be stored: they move together or not at all. */
  async function assertCursorTellsTheTruth(): Promise<void> {
    const stored = storedInbox(stage)
    const cursor = await stored.cursor()
    if (cursor === undefined) return
    const { lowestUid, highestUid } = cursor
    const places = new Set((await stored.locations()).map(({ uid }) => uid))
    const unstored: number[] = []
    for (let uid = lowestUid; uid <= highestUid; uid += 1) if (!places.has(uid)) unstored.push(uid)
    expect(unstored).toEqual([])
  }
}
