import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import { inTurns } from './in-turns.ts'

/** Work that waits until it is told to go on, and remembers what it was given. */
function stopped() {
  const turns: (readonly string[])[] = []
  const gates: (() => void)[] = []
  const work = (items: readonly string[]) => {
    turns.push(items)
    return new Promise<readonly string[]>((resolve) => {
      gates.push(() => resolve(items.map((item) => item.toUpperCase())))
    })
  }
  return { turns, work, goOn: () => gates.shift()?.() }
}

describe('what is done in turns', () => {
  it('begins at once, and those that come meanwhile share the next turn', async () => {
    const { turns, work, goOn } = stopped()
    const ask = inTurns(work, { mostItems: 10 })
    const asked = [ask('a'), ask('b'), ask('c')]
    goOn()
    expect(await asked[0]).toBe('A')
    await nextTurn()
    goOn()
    expect(await Promise.all(asked)).toEqual(['A', 'B', 'C'])
    expect(turns).toEqual([['a'], ['b', 'c']])
  })

  it('takes so many at a time, and no more than it can carry', async () => {
    const turns: (readonly string[])[] = []
    const work = async (items: readonly string[]) => {
      turns.push(items)
      return items
    }
    const ask = inTurns(work, { mostItems: 2, mostWeight: 4, weigh: (item) => item.length })
    await Promise.all(['first', 'a', 'b', 'c', 'heavy one', 'dd', 'eee'].map(ask))
    expect(turns).toEqual([['first'], ['a', 'b'], ['c'], ['heavy one'], ['dd'], ['eee']])
  })

  it('fails only for the one who asked for what cannot be done', async () => {
    const work = async (items: readonly string[]) => {
      if (items.includes('bad')) throw new GuichetError('storage-failed', 'no such thing')
      return items
    }
    const ask = inTurns(work, { mostItems: 10 })
    const outcomes = await Promise.allSettled(['first', 'a', 'bad', 'b'].map(ask))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('fails for all of a turn when nothing can be done at the moment, and then goes on', async () => {
    let tries = 0
    const work = async (items: readonly string[]) => {
      tries += 1
      if (tries <= 2) throw new GuichetError('storage-failed', 'away', { retry: 'later' })
      return items
    }
    const ask = inTurns(work, { mostItems: 10 })
    const outcomes = await Promise.allSettled(['first', 'a', 'b'].map(ask))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(tries).toBe(2)
    expect(await ask('later')).toBe('later')
  })
})
