import { expect, it } from 'vitest'
import { maxJobAttempts } from '../../ports/jobs.ts'
import { memoryStorage } from '../memory-storage.ts'
import { testClock } from '../test-clock.ts'

const hourMs = 60 * 60 * 1000

function enqueueOne(storage: ReturnType<typeof memoryStorage>, startAt: Date | null = null): Promise<void> {
  return storage.transaction('acme', (tx) => tx.enqueue([{ queue: 'send', subject: 'm1', startAt }]))
}

it('a job that always fails is tried with growing pauses, then left as dead with its last error', async () => {
  const clock = testClock()
  const storage = memoryStorage({ clock })
  const times: number[] = []
  const failure = new Error('on purpose')
  const stop = await storage.jobs.work('send', { concurrency: 1 }, async () => {
    times.push(clock.now().getTime())
    throw failure
  })
  await enqueueOne(storage)
  await clock.advance(hourMs)
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(times).toHaveLength(maxJobAttempts)
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
  expect(pauses.at(-1)).toBeGreaterThan(pauses[0] ?? 0)
  expect(storage.deadJobs()).toEqual([
    { queue: 'send', tenant: 'acme', subject: 'm1', attempt: maxJobAttempts, error: failure },
  ])
  await stop()
})

it('a job for next month starts next month, although timers cannot count that far', async () => {
  const clock = testClock()
  const storage = memoryStorage({ clock })
  const startAt = new Date(clock.now().getTime() + 40 * 24 * hourMs)
  const ran: Date[] = []
  await storage.jobs.work('send', { concurrency: 1 }, async () => void ran.push(clock.now()))
  await enqueueOne(storage, startAt)
  await clock.advance(39 * 24 * hourMs)
  expect(ran).toEqual([])
  await clock.advance(2 * 24 * hourMs)
  expect(ran).toEqual([startAt])
})

it('a closed storage runs no job any more', async () => {
  const clock = testClock()
  const storage = memoryStorage({ clock })
  const ran: string[] = []
  await storage.jobs.work('send', { concurrency: 1 }, async ({ subject }) => void ran.push(subject))
  await enqueueOne(storage, new Date(clock.now().getTime() + 1000))
  await storage.close()
  await clock.advance(hourMs)
  expect(ran).toEqual([])
})
