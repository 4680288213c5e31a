import { type Clock, systemClock } from '@guichet/core'
import { describe, expect, it } from 'vitest'
import type { OpenFolder } from './folder.ts'
import { oneAhead } from './one-ahead.ts'
import { type Range, startRange } from './range.ts'
import { readWindows, type Window, type WindowLimits } from './windows.ts'

const limits: WindowLimits = { size: 4, firstSize: 4, bytes: 800, inMemoryBytes: 300, perTurn: 20 }
const size = 100

/** A folder in memory that can be told to hold bodies back. */
function folderOf(uids: readonly number[], more: { sizes?: Map<number, number>; internalDate?: Date } = {}) {
  const existing = new Set(uids)
  const withheld = new Set<number>()
  const asked: number[][] = []
  const sizeOf = (uid: number) => more.sizes?.get(uid) ?? size
  const present = (wanted: readonly number[]) => wanted.filter((uid) => existing.has(uid))
  const inRange = (range: string) => {
    const runs = range
      .split(',')
      .map((run) => run.split(':').map((end) => (end === '*' ? Infinity : Number(end))))
    const isIn = (uid: number) => runs.some(([first = 0, last = first]) => uid >= first && uid <= last)
    const found = [...existing].filter(isIn)
    // As every IMAP server does: `n:*` always names the newest message.
    if (range.endsWith('*') && existing.size > 0) found.push(Math.max(...existing))
    return [...new Set(found)].toSorted((left, right) => left - right)
  }
  const folder: OpenFolder = {
    path: 'INBOX',
    endpoint: { host: 'imap.example.com', port: 993, username: 'ann' },
    uidValidity: '7',
    mailboxId: null,
    snapshot: { uidNext: null, exists: uids.length, modseq: null },
    tellsVanished: false,
    drafts: async () => [],
    vanishedSince: async () => [],
    refresh: async () => undefined,
    uids: async (range) => inRange(range),
    largerThan: async (wanted, bytes) => present(wanted).filter((uid) => sizeOf(uid) > bytes),
    infos: async (wanted) =>
      new Map(
        present(wanted).map((uid) => [
          uid,
          { size: sizeOf(uid), internalDate: more.internalDate, origin: undefined },
        ]),
      ),
    messages: async (wanted) => {
      asked.push([...wanted])
      const delivered = present(wanted).filter((uid) => !withheld.has(uid))
      return new Map(
        delivered.map((uid) => [
          uid,
          { source: new Uint8Array(size), internalDate: more.internalDate, origin: undefined },
        ]),
      )
    },
    stream: async function* (message) {
      yield new Uint8Array(message.size)
    },
    release: () => undefined,
  }
  return { folder, existing, withheld, asked }
}

/** Pauses take no time. */
function impatient(): Clock {
  return { ...systemClock(), sleep: async () => undefined }
}

async function readAll(folder: OpenFolder, start: Range, firstSize = 4): Promise<readonly Window[]> {
  const reading = { folder, limits: { ...limits, firstSize }, clock: impatient(), isSent: () => false }
  return Array.fromAsync(oneAhead(readWindows(reading, start)))
}

function uidsOf(windows: readonly Window[]): number[][] {
  return windows.map(({ messages }) => messages.map(({ locator }) => Number(locator.split('/')[2])))
}

describe('reading a folder', () => {
  it('begins with a small window, so that the newest mail is there at once', async () => {
    const { folder } = folderOf([1, 2, 3, 4, 5, 6, 7])
    expect(uidsOf(await readAll(folder, startRange('7', 7), 2))).toEqual([[6, 7], [2, 3, 4, 5], [1]])
  })

  it('goes down through the history, newest window first, oldest message first in each', async () => {
    const { folder } = folderOf([1, 2, 3, 5, 8, 13])
    const windows = await readAll(folder, startRange('7', 13))
    expect(uidsOf(windows)).toEqual([
      [3, 5, 8, 13],
      [1, 2],
    ])
    expect(windows.map(({ range }) => [range.lowestUid, range.highestUid])).toEqual([
      [3, 13],
      [1, 13],
    ])
  })

  it('ends the history for good when the oldest UID is not 1', async () => {
    const { folder } = folderOf([40, 41])
    const windows = await readAll(folder, startRange('7', 41))
    expect(uidsOf(windows)).toEqual([[40, 41], []])
    expect(windows.at(-1)?.range.lowestUid).toBe(1)
    expect(await readAll(folder, windows.at(-1)?.range ?? startRange('7', 0))).toEqual([])
  })

  it('asks three times for a message that is announced but not delivered, then remembers it and goes on', async () => {
    const { folder, withheld, asked } = folderOf([1, 2, 3, 4, 5])
    withheld.add(3)
    const windows = await readAll(folder, startRange('7', 5))
    expect(uidsOf(windows)).toEqual([[2, 4, 5], [1]])
    expect(asked.slice(0, 4)).toEqual([[2, 3, 4, 5], [3], [3], [1]])
    const last = windows.at(-1)?.range ?? startRange('7', 0)
    expect(last).toMatchObject({ lowestUid: 1, highestUid: 5, missing: [3] })

    withheld.clear()
    const later = await readAll(folder, last)
    expect(uidsOf(later)).toEqual([[3]])
    expect(later[0]?.messages[0]?.isHistory).toBe(true)
    expect(later[0]?.range.missing).toEqual([])
  })

  it('does not remember a message that was deleted meanwhile', async () => {
    const { folder, existing, withheld } = folderOf([1, 2, 3])
    withheld.add(2)
    const [window] = await readAll(folder, startRange('7', 3))
    expect(window?.range.missing).toEqual([2])
    existing.delete(2)
    const [later] = await readAll(folder, window?.range ?? startRange('7', 0))
    expect(later).toMatchObject({ messages: [], range: { missing: [] } })
  })

  it('keeps windows small when messages are large, and streams the largest', async () => {
    const sizes = new Map([
      [2, 700],
      [3, 250],
      [4, 900],
    ])
    const { folder } = folderOf([1, 2, 3, 4], { sizes })
    const windows = await readAll(folder, startRange('7', 4))
    expect(uidsOf(windows)).toEqual([[4], [3], [1, 2]])
    const raws = windows.flatMap(({ messages }) => messages.map(({ raw }) => raw instanceof Uint8Array))
    expect(raws).toEqual([false, true, true, false])
    expect(windows.map(({ range }) => range.lowestUid)).toEqual([4, 3, 1])
  })

  it('fetches arrivals before the history', async () => {
    const { folder } = folderOf([1, 2, 3, 4, 5, 6, 7])
    const windows = await readAll(folder, startRange('7', 5))
    expect(uidsOf(windows)).toEqual([[6, 7], [2, 3, 4, 5], [1]])
    expect(windows[0]?.messages.map(({ isHistory }) => isHistory)).toEqual([false, false])
  })

  it.each([new Date('1901-12-13'), new Date(0), new Date('2038-01-19'), new Date(Number.NaN), undefined])(
    'does not believe the date %s',
    async (internalDate) => {
      const { folder } = folderOf([1], internalDate === undefined ? {} : { internalDate })
      const before = Date.now()
      const [window] = await readAll(folder, startRange('7', 1))
      expect(window?.messages[0]?.receivedAt.getTime()).toBeGreaterThanOrEqual(before)
      expect(window?.messages[0]?.receivedAt.getTime()).toBeLessThanOrEqual(Date.now())
    },
  )
})

describe('one ahead', () => {
  it('takes the next value while the last is used, and no more', async () => {
    const taken: number[] = []
    async function* count() {
      for (let value = 1; value <= 4; value += 1) {
        taken.push(value)
        yield value
      }
    }
    for await (const value of oneAhead(count())) {
      expect(taken.at(-1)).toBe(Math.min(value + 1, 4))
      if (value === 3) break
    }
  })

  it('throws a failure only after what came before was used', async () => {
    async function* failing() {
      yield 1
      throw new Error('later')
    }
    const seen: number[] = []
    const use = async () => {
      for await (const value of oneAhead(failing())) seen.push(value)
    }
    await expect(use()).rejects.toThrow('later')
    expect(seen).toEqual([1])
  })
})
