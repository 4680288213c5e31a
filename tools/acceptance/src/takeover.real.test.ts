import { skipUnless } from '@guichet-tools/real-servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, pause } from './eventually.ts'
import { mailText } from './mail-text.ts'
import { type Stage, stageMissing, startStage, support } from './stage.ts'
import type { RunningWorker } from './start-worker.ts'

const leaseMs = 2_000

describe.skipIf(skipUnless(stageMissing()))('two workers and one mailbox', () => {
  let stage: Stage
  let workers: readonly RunningWorker[]

  beforeAll(async () => {
    stage = await startStage()
    await stage.connect()
    workers = [stage.startWorker({ leaseMs }), stage.startWorker({ leaseMs })]
    await Promise.all(workers.map((worker) => worker.first('ready')))
  })
  afterAll(() => stage?.dispose())

  test('only one of them listens, for longer than a lease', async () => {
    await arrive('First')
    const fence = await fenceNow()
    for (let look = 0; look < 5; look += 1) {
      await pause(leaseMs / 4)
      expect(await connections()).toBe(1)
    }
    expect(await fenceNow()).toBe(fence)
  })

  test('when it is killed the other one takes over as soon as the lease ends', async () => {
    const [holder] = workers.filter((worker) => worker.reports.some(({ kind }) => kind === 'kept'))
    const others = workers.filter((worker) => worker !== holder)
    if (holder === undefined || others.length !== 1) throw new Error('not exactly one worker listened')
    const fence = await fenceNow()
    await holder.kill()
    const start = performance.now()
    const took = eventually('the takeover', async () =>
      (await fenceNow()) > fence ? performance.now() : undefined,
    )
    await arrive('Second')
    const seen = performance.now()
    const takeoverMs = Math.round((await took) - start)
    console.info(
      `lease ${leaseMs} ms: taken over after ${takeoverMs} ms, mail visible after ${Math.round(seen - start)} ms`,
    )
    // The one that stands by looks three times per lease.
    expect(takeoverMs).toBeLessThan(leaseMs + leaseMs / 3 + 500 + 1_000)
    expect(others[0]?.reports.some(({ kind }) => kind === 'kept')).toBe(true)
  })

  async function arrive(subject: string): Promise<void> {
    const fields = { from: 'Zoe <zoe@example.org>', to: support.address, subject, text: 'Hi' }
    await stage.dovecot.deliver(support.address, mailText({ ...fields, mailId: `${subject}@example.org` }))
    await stage.api.conversationAbout(subject)
  }

  async function fenceNow(): Promise<number> {
    return Number(
      (await stage.rows<{ fence: number }>('select fence from guichet.integration_leases'))[0]?.fence,
    )
  }

  /** As Dovecot counts them. */
  async function connections(): Promise<number> {
    const lines = (await stage.dovecot.doveadm('-f', 'flow', 'who', support.address)).split('\n')
    return lines
      .filter((line) => line.includes(support.address))
      .reduce((sum, line) => {
        return sum + Number(/connections=(\d+)|# ?=(\d+)/.exec(line)?.[1] ?? 1)
      }, 0)
  }
})
