import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  complete,
  cover,
  isComplete,
  isHistory,
  readRange,
  splitBySize,
  startRange,
  uidSet,
} from './range.ts'

describe('a range', () => {
  it('starts empty: everything that exists is history, everything above is new', () => {
    const range = startRange('7', 120)
    expect(range).toEqual({
      uidValidity: '7',
      highestUid: 120,
      lowestUid: 121,
      historyUpTo: 120,
      missing: [],
      seen: null,
      mailboxId: null,
      role: 'other',
    })
    expect([isHistory(range, 120), isHistory(range, 121)]).toEqual([true, false])
  })

  it('of an empty mailbox is complete at once', () => {
    expect(isComplete(startRange('7', 0))).toBe(true)
  })

  it('grows in both directions over gaps', () => {
    const down = cover(startRange('7', 120), [120, 118, 90], [])
    expect(down).toMatchObject({ highestUid: 120, lowestUid: 90 })
    expect(cover(down, [130, 131], [])).toMatchObject({ highestUid: 131, lowestUid: 90, historyUpTo: 120 })
    expect(complete(down).lowestUid).toBe(1)
  })

  it('remembers what was not delivered until it was', () => {
    const range = cover(startRange('7', 10), [10, 9, 8], [9])
    expect(range).toMatchObject({ lowestUid: 8, missing: [9] })
    const more = cover(range, [11, 12], [12])
    expect(more.missing).toEqual([9, 12])
    expect(cover(more, [9, 12], [12]).missing).toEqual([12])
  })

  it('is read back from JSON, for its own UIDVALIDITY only, and never from nonsense', () => {
    const range = cover(startRange('7', 10), [10, 9], [9])
    expect(readRange(JSON.parse(JSON.stringify(range)), '7')).toEqual(range)
    expect(readRange(range, '8')).toBeNull()
    expect(readRange({ ...range, lowestUid: 0 }, '7')).toBeNull()
    expect(readRange(undefined, '7')).toBeNull()
  })

  it('is read from a cursor of before there were snapshots', () => {
    const { seen, mailboxId, role, ...old } = cover(startRange('7', 10), [10, 9], [9])
    expect(readRange(old, '7')).toEqual({ ...old, seen, mailboxId, role })
  })

  it('ends up covering exactly what exists, whatever arrives while the history is read', () => {
    const uids = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 60 })
    fc.assert(
      fc.property(
        uids,
        fc.array(fc.integer({ min: 1, max: 3 })),
        fc.integer({ min: 1, max: 9 }),
        (old, gaps, size) => {
          const below = old.toSorted((left, right) => left - right)
          let range = startRange('1', below.at(-1) ?? 0)
          const seen: number[] = []
          while (below.length > 0) {
            const gap = gaps.pop()
            const part = gap === undefined ? below.splice(-size).toReversed() : [range.highestUid + gap]
            seen.push(...part)
            range = cover(range, part, [])
            const expected = seen.every((uid) => uid >= range.lowestUid && uid <= range.highestUid)
            expect(expected && below.every((uid) => uid < range.lowestUid)).toBe(true)
          }
          expect(new Set(seen).size).toBe(seen.length)
        },
      ),
    )
  })
})

describe('a sequence set', () => {
  it('joins runs and never bridges a gap', () => {
    expect(uidSet([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10')
    expect(uidSet([5])).toBe('5')
  })
})

describe('parts', () => {
  it('stay below the limit, in order, and a large item is alone', () => {
    const sizes = [3, 3, 3, 20, 1, 1]
    const parts = splitBySize(
      sizes.map((size) => ({ size })),
      8,
    )
    expect(parts.map((part) => part.map(({ size }) => size))).toEqual([[3, 3], [3], [20], [1, 1]])
    expect(splitBySize([], 8)).toEqual([])
  })
})
