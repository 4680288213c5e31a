import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@guichet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.ts'

const clock = systemClock()
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Another process that takes the lock and keeps it until it is killed. */
async function holder(): Promise<{ readonly pid: number; kill(): Promise<void> }> {
  const script = `
    import { lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)}
    await lockFolder(${JSON.stringify(folder)}, { now: () => new Date() })
    console.log('locked')
    setInterval(() => {}, 1000)`
  const args = ['--conditions=guichet-source', '--input-type=module-typescript', '--eval', script]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const { pid } = child
  if (pid === undefined) throw new Error('the child has no pid')
  return {
    pid,
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** What a process that is gone has left in its lock. */
async function deadHolder(): Promise<string> {
  const first = await holder()
  await first.kill()
  return readFile(join(folder, 'guichet.lock'), 'utf8')
}

describe('the lock of a folder', () => {
  it('refuses a second process, naming the folder and the first one', async () => {
    const first = await holder()
    const second = lockFolder(folder, clock)
    await expect(second).rejects.toMatchObject({ code: 'in-use' })
    await expect(second).rejects.toThrow(folder)
    await expect(second).rejects.toThrow(`process ${first.pid}`)
    await first.kill()
  })

  it('is taken over from a process that was killed', async () => {
    const first = await holder()
    await first.kill()
    const unlock = await lockFolder(folder, clock)
    expect(await readFile(join(folder, 'guichet.lock'), 'utf8')).toContain(`"pid":${process.pid}`)
    await unlock()
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses this process too while it has the folder open already', async () => {
    const unlock = await lockFolder(folder, clock)
    await expect(lockFolder(folder, clock)).rejects.toMatchObject({ code: 'in-use' })
    await unlock()
    await (await lockFolder(folder, clock))()
  })

  it('gives a dead process’s lock to exactly one of many that come at once', async () => {
    const dead = await deadHolder()
    for (let round = 0; round < 50; round += 1) {
      await writeFile(join(folder, 'guichet.lock'), dead)
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, clock)))
      const winners = tries.filter(({ status }) => status === 'fulfilled')
      expect(winners).toHaveLength(1)
    }
  })

  it.runIf(process.platform === 'linux')(
    'is not fooled by a pid that was given to another process',
    async () => {
      const own = JSON.stringify({ pid: process.pid, host: hostname(), startedAt: '1' })
      await writeFile(join(folder, 'guichet.lock'), own)
      await (await lockFolder(folder, clock))()
    },
  )

  it('waits out the silence of a holder on another host before taking over', async () => {
    const file = join(folder, 'guichet.lock')
    await writeFile(file, JSON.stringify({ pid: 7, host: 'elsewhere.example', startedAt: null }))
    await expect(lockFolder(folder, clock)).rejects.toThrow('process 7 on elsewhere.example')
    const longAgo = new Date(clock.now().getTime() - 60_000)
    await utimes(file, longAgo, longAgo)
    await (await lockFolder(folder, clock))()
  })
})
