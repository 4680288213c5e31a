import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOf, printRuns, readRuns, runsOf, uidsOf, union, within, without } from './uid-runs.ts'

const uids = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 })

describe('runs of UIDs', () => {
  it('are the set that they stand for, whatever is done with them', () => {
    fc.assert(
      fc.property(uids, uids, fc.integer({ min: 1, max: 60 }), (one, other, low) => {
        const sorted = (set: Iterable<number>) => [...set].sort((a, b) => a - b)
        const [left, right] = [new Set(one), new Set(other)]
        const [leftRuns, rightRuns] = [runsOf(one), runsOf(other)]
        expect([...uidsOf(leftRuns)]).toEqual(sorted(left))
        expect([...uidsOf(union(leftRuns, rightRuns))]).toEqual(sorted(new Set([...left, ...right])))
        expect([...uidsOf(without(leftRuns, rightRuns))]).toEqual(
          sorted(one.filter((uid) => !right.has(uid))),
        )
        const inside = sorted(left).filter((uid) => uid >= low && uid <= low + 9)
        expect([...uidsOf(within(leftRuns, low, low + 9))]).toEqual(inside)
        expect(countOf(leftRuns)).toBe(one.length)
        expect(readRuns(printRuns(leftRuns))).toEqual(leftRuns)
      }),
    )
  })

  it('are written as a sequence set and read from nothing else', () => {
    expect(printRuns(runsOf([7, 1, 3, 2]))).toBe('1:3,7')
    expect(readRuns('')).toEqual([])
    expect(['1:*', 'a', '1,,2', '1:2:3'].map(readRuns)).toEqual([null, null, null, null])
  })
})
