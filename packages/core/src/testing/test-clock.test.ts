import { describe, expect, it } from 'vitest'
import { testClock } from './test-clock.ts'

describe('test clock', () => {
  it('stands still until it is moved', async () => {
    const clock = testClock({ start: new Date('2026-01-05T09:00:00Z') })
    expect(clock.now()).toEqual(new Date('2026-01-05T09:00:00Z'))
    await clock.advance(1500)
    expect(clock.now()).toEqual(new Date('2026-01-05T09:00:01.500Z'))
  })

  it('wakes sleepers in the order of their times, each at its own time', async () => {
    const clock = testClock({ start: new Date(0) })
    const log: string[] = []
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms)
      log.push(`${name} at ${clock.now().getTime()}`)
    }
    const all = [sleep('late', 30), sleep('early', 10), sleep('also early', 10), sleep('never', 100)]
    await clock.advance(50)
    await Promise.all(all.slice(0, 3))
    expect(log).toEqual(['early at 10', 'also early at 10', 'late at 30'])
  })

  it('wakes those who go to sleep again within the time it moves', async () => {
    const clock = testClock()
    let beats = 0
    const beating = (async () => {
      while (beats < 5) {
        await clock.sleep(10)
        beats++
      }
    })()
    await clock.advance(35)
    expect(beats).toBe(3)
    await clock.advance(20)
    await beating
    expect(beats).toBe(5)
  })

  it('ends a sleep when its signal aborts, before or while it sleeps', async () => {
    const clock = testClock()
    const controller = new AbortController()
    const sleeping = clock.sleep(1000, controller.signal)
    controller.abort()
    await sleeping
    await clock.sleep(1000, controller.signal)
  })

  it('gives UUIDs of version 7 that increase and carry the time', async () => {
    const clock = testClock({ start: new Date('2026-11-02T08:00:00Z') })
    const ids = Array.from({ length: 20_000 }, () => clock.newId())
    await clock.advance(1)
    ids.push(clock.newId())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(ids.filter((id) => !pattern.test(id))).toEqual([])
    const stamp = Number.parseInt(ids[0]?.replaceAll('-', '').slice(0, 12) ?? '', 16)
    expect(new Date(stamp)).toEqual(new Date('2026-11-02T08:00:00Z'))
  })

  it('repeats ids and bytes for one seed, and differs for another', () => {
    const draw = (seed: string) => {
      const clock = testClock({ seed })
      return [clock.newId(), Buffer.from(clock.randomBytes(40)).toString('hex'), clock.newId()]
    }
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(testClock().randomBytes(40)).toHaveLength(40)
    expect(testClock().randomBytes(0)).toHaveLength(0)
  })
})
