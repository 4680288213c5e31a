import { Worker } from 'node:worker_threads'
import { deadlineMs, type FuzzResult } from './protocol.ts'

/** By the clock; a busy machine takes longer than the computing does. */
const hangMs = 30_000
/** All collections in memory, and one mail at a time. */
const memoryMb = 512

/**
 * Gives bad input to everything that reads mail, in a thread of its own: one that hangs or takes too much memory ends
 * the thread, and is a failure like one that throws.
 */
export function runFuzz(seed: number, cases: number): Promise<FuzzResult> {
  const { promise, resolve } = Promise.withResolvers<FuzzResult>()
  const progress = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const started = new Int32Array(progress)
  const worker = new Worker(new URL('./fuzz-thread.ts', import.meta.url), {
    workerData: { seed, cases, progress },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    execArgv: ['--conditions=guichet-source'],
  })
  let before = -1
  const end = (failure: string): void =>
    resolve({ tried: Atomics.load(started, 0), slowest: deadlineMs, failure: `${failure} (seed ${seed})` })
  const watch = setInterval(() => {
    const now = Atomics.load(started, 0)
    if (now === before && now > 0) end(`mail ${now} hung`)
    before = now
  }, hangMs)
  worker.on('message', (result: FuzzResult) => resolve(result))
  worker.on('error', (error) => end(`mail ${Atomics.load(started, 0)}: ${String(error)}`))
  return promise.finally(() => {
    clearInterval(watch)
    void worker.terminate()
  })
}
