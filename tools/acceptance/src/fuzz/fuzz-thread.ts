import { parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { below, seededRandom } from '../seeded-random.ts'
import { readCollections } from './mail-collections.ts'
import { mutatedMails } from './mutations.ts'
import { deadlineMs, type FuzzOrder, type FuzzResult } from './protocol.ts'
import { takeApart } from './take-apart.ts'

/** Larger mails are tried as they are and cut once; changing one in ten thousand places says nothing more. */
const maxMutated = 32 * 1024

/** The thread of `runFuzz`: every mail as it is, every mail cut somewhere, and mails changed at random. */
const { seed, cases, progress }: FuzzOrder = workerData
const started = new Int32Array(progress)
let slowest = 0

async function tryMail(bytes: Buffer): Promise<void> {
  Atomics.add(started, 0, 1)
  const before = process.threadCpuUsage().user
  await takeApart(bytes)
  const spent = (process.threadCpuUsage().user - before) / 1000
  slowest = Math.max(slowest, spent)
  if (spent > deadlineMs) throw new Error(`it took ${Math.round(spent)} ms`)
}

async function tryAll(mails: readonly Buffer[]): Promise<string | null> {
  const random = seededRandom(seed)
  for (const [index, mail] of mails.entries()) {
    const cut = below(random, mail.length + 1)
    for (const [what, bytes] of [
      ['whole', mail],
      [`cut at ${cut}`, mail.subarray(0, cut)],
    ] as const) {
      const problem = await tryMail(bytes).then(() => null, String)
      if (problem !== null) return `mail ${index}, ${what}: ${problem}`
    }
  }
  const small = mails.filter(({ length }) => length <= maxMutated)
  const property = fc.asyncProperty(mutatedMails(small), tryMail)
  const details = await fc.check(property, { seed, numRuns: cases, endOnFailure: cases > 100_000 })
  if (!details.failed) return null
  const mail = details.counterexample?.[0].toString('base64') ?? ''
  return `${String(details.errorInstance)}\nseed ${details.seed}, path ${details.counterexamplePath}\n${mail}`
}

const failure = await tryAll(await readCollections())
const result: FuzzResult = { tried: started[0] ?? 0, slowest, failure }
parentPort?.postMessage(result)
