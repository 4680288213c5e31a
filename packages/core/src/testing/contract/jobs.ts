import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Job, type JobQueue, jobQueues } from '../../ports/jobs.ts'
import type { Storage } from '../../ports/storage.ts'
import { type ContractCheck, createGate, eventually, sorted } from './check.ts'
import { newTenant } from './samples.ts'

interface Working {
  readonly tenant: string
  readonly queue?: JobQueue
  readonly concurrency?: number
}

/** Works on one tenant's jobs. Others' are done without a look: the queues of a database are shared by all checks. */
function work(
  storage: Storage,
  { tenant, queue = 'process', concurrency = 4 }: Working,
  handler: (job: Job) => Promise<void>,
): Promise<() => Promise<void>> {
  return storage.jobs.work(queue, { concurrency }, async (job) => {
    if (job.tenant === tenant) await handler(job)
  })
}

const enqueue = (
  storage: Storage,
  tenant: string,
  subjects: readonly string[],
  startAt: Date | null = null,
) =>
  storage.transaction(tenant, (tx) =>
    tx.enqueue(subjects.map((subject) => ({ queue: 'process' as const, subject, startAt }))),
  )

const untilCount = (what: string, list: readonly unknown[], count: number) =>
  eventually(`${count} ${what}`, async () => (list.length >= count ? true : null))

const backlogOf = async (storage: Storage, queue: JobQueue) => {
  const { queues } = await storage.jobs.backlog()
  assert.deepEqual(
    queues.map((one) => one.queue),
    jobQueues,
  )
  const found = queues.find((one) => one.queue === queue)
  assert.ok(found)
  return found
}

export const jobChecks: readonly ContractCheck[] = [
  {
    name: 'a job runs after its transaction has committed, with what it is about',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const subject = randomUUID()
      const ran: Job[] = []
      const log: string[] = []
      const stop = await work(storage, { tenant }, async (job) => {
        log.push('ran')
        ran.push(job)
      })
      await storage.transaction(tenant, async (tx) => {
        await tx.enqueue([{ queue: 'process', subject, startAt: null }])
        await sleep(30)
        log.push('commits')
      })
      await untilCount('jobs to run', ran, 1)
      await stop()
      assert.deepEqual(log, ['commits', 'ran'])
      const [job] = ran
      assert.deepEqual(
        [job?.queue, job?.tenant, job?.subject, job?.attempt, job?.signal.aborted],
        ['process', tenant, subject, 1, false],
      )
    },
  },
  {
    name: 'a rolled-back transaction leaves no job',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [rolledBack, committed] = [randomUUID(), randomUUID()]
      const ran: string[] = []
      const stop = await work(storage, { tenant }, async ({ subject }) => void ran.push(subject))
      await assert.rejects(
        storage.transaction(tenant, async (tx) => {
          await tx.enqueue([{ queue: 'process', subject: rolledBack, startAt: null }])
          throw new Error('rolled back on purpose')
        }),
      )
      await enqueue(storage, tenant, [committed])
      await untilCount('jobs to run', ran, 1)
      await stop()
      assert.deepEqual(ran, [committed])
    },
  },
  {
    name: 'a worker gets the jobs of its queue only, and those that were there before it',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [first, second] = [randomUUID(), randomUUID()]
      await storage.transaction(tenant, (tx) =>
        tx.enqueue([
          { queue: 'process', subject: first, startAt: null },
          { queue: 'send', subject: second, startAt: null },
        ]),
      )
      const [processed, sent]: [string[], string[]] = [[], []]
      const stopSending = await work(
        storage,
        { tenant, queue: 'send' },
        async (job) => void sent.push(job.subject),
      )
      await untilCount('jobs to be sent', sent, 1)
      const stop = await work(storage, { tenant }, async (job) => void processed.push(job.subject))
      await untilCount('jobs to be processed', processed, 1)
      await Promise.all([stop(), stopSending()])
      assert.deepEqual([processed, sent], [[first], [second]])
    },
  },
  {
    name: 'two workers share the jobs; one that is done does not run again',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const subjects = Array.from({ length: 12 }, () => randomUUID())
      const ran: string[] = []
      const handler = async ({ subject }: Job) => void ran.push(subject)
      const stops = [await work(storage, { tenant }, handler), await work(storage, { tenant }, handler)]
      await enqueue(storage, tenant, subjects)
      await untilCount('jobs to run', ran, 12)
      await Promise.all(stops.map((stop) => stop()))
      assert.deepEqual(sorted(ran), sorted(subjects))
    },
  },
  {
    name: 'a worker runs at most as many jobs at once as it said',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const done: string[] = []
      let running = 0
      let most = 0
      const stop = await work(storage, { tenant, concurrency: 2 }, async ({ subject }) => {
        running++
        most = Math.max(most, running)
        await sleep(15)
        running--
        done.push(subject)
      })
      await enqueue(
        storage,
        tenant,
        Array.from({ length: 7 }, () => randomUUID()),
      )
      await untilCount('jobs to run', done, 7)
      await stop()
      assert.ok(most <= 2, `${most} ran at once`)
    },
  },
  {
    name: 'a failing job runs again, later, and holds up no other',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [failing, fine] = [randomUUID(), randomUUID()]
      const attempts: number[] = []
      const others: string[] = []
      const stop = await work(storage, { tenant, concurrency: 1 }, async (job) => {
        if (job.subject === fine) others.push(job.subject)
        else attempts.push(job.attempt)
        if (job.subject === failing && job.attempt === 1) throw new Error('fails once on purpose')
      })
      await enqueue(storage, tenant, [failing, fine])
      await untilCount('attempts', attempts, 2)
      await untilCount('other jobs', others, 1)
      await stop()
      assert.deepEqual(attempts, [1, 2])
    },
  },
  {
    name: 'a job for later waits for its time',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const startAt = new Date(Date.now() + 400)
      const ran: { readonly subject: string; readonly at: number }[] = []
      const stop = await work(
        storage,
        { tenant },
        async ({ subject }) => void ran.push({ subject, at: Date.now() }),
      )
      const [later, now] = [randomUUID(), randomUUID()]
      await enqueue(storage, tenant, [later], startAt)
      await enqueue(storage, tenant, [now])
      await untilCount('jobs to run', ran, 2)
      await stop()
      assert.deepEqual(
        ran.map(({ subject }) => subject),
        [now, later],
      )
      // The database's clock and ours may differ a little.
      assert.ok((ran[1]?.at ?? 0) >= startAt.getTime() - 50)
    },
  },
  {
    name: 'stopping waits for the jobs that run, and takes no new one',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [started, mayEnd] = [createGate(), createGate()]
      const log: string[] = []
      const stop = await work(storage, { tenant }, async () => {
        log.push('begins')
        started.open()
        await mayEnd.wait(5000)
        await sleep(10)
        log.push('ends')
      })
      await enqueue(storage, tenant, [randomUUID()])
      await started.wait(15_000)
      const stopping = stop().then(() => log.push('stopped'))
      const left = randomUUID()
      await enqueue(storage, tenant, [left])
      mayEnd.open()
      await stopping
      assert.deepEqual(log, ['begins', 'ends', 'stopped'])
      const ran: string[] = []
      const stopNext = await work(storage, { tenant }, async ({ subject }) => void ran.push(subject))
      await untilCount('jobs to run', ran, 1)
      await stopNext()
      assert.deepEqual(ran, [left])
    },
  },
  {
    name: 'a handler works with the storage like everybody else, and may enqueue the next job',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const [first, second] = [randomUUID(), randomUUID()]
      const ran: string[] = []
      const stop = await work(storage, { tenant, concurrency: 1 }, async ({ subject }) => {
        if (subject === first) await enqueue(storage, tenant, [second])
        ran.push(subject)
      })
      await enqueue(storage, tenant, [first])
      await untilCount('jobs to run', ran, 2)
      await stop()
      assert.deepEqual(ran, [first, second])
    },
  },
  {
    name: 'the backlog says what waits in each queue, for how long, and what is planned; what runs or is done is in none',
    async run(open) {
      const storage = await open()
      const tenant = newTenant()
      const before = await backlogOf(storage, 'file')
      const job = { queue: 'file' as const, subject: randomUUID(), startAt: null }
      const due = { ...job, subject: randomUUID(), startAt: new Date(Date.now() - 60_000) }
      const planned = { ...job, subject: randomUUID(), startAt: new Date(Date.now() + 3_600_000) }
      await storage.transaction(tenant, (tx) => tx.enqueue([job, due, planned]))
      const waiting = await backlogOf(storage, 'file')
      assert.deepEqual([waiting.due, waiting.later], [before.due + 2, before.later + 1])
      assert.ok(waiting.oldestDueMs > 50_000, `due for ${waiting.oldestDueMs} ms`)

      const running = createGate()
      const ran: string[] = []
      const stop = await work(storage, { tenant, queue: 'file' }, async ({ subject }) => {
        ran.push(subject)
        await running.wait(15_000)
      })
      await untilCount('jobs to run', ran, 2)
      const meanwhile = await backlogOf(storage, 'file')
      running.open()
      await stop()
      const { due: left, later, oldestDueMs } = await backlogOf(storage, 'file')
      assert.deepEqual([meanwhile.due, left, later, oldestDueMs], [0, 0, before.later + 1, 0])
    },
  },
]
