import { systemClock } from '@guichet/core'
import { type DovecotServer, dovecotMissing, skipUnless, startDovecot } from '@guichet-tools/real-servers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import {
  emptyStore,
  type Recording,
  type RecordOptions,
  readAll,
  record,
  type Store,
  storedMessages,
} from './testing/record-session.ts'

const password = 'correct horse'
const users = Array.from({ length: 20 }, (_, index) => ({ address: `user${index}@guichet.test`, password }))

function mail(number: number, extra = ''): string {
  const head = `From: Ann <ann@example.org>\r\nMessage-ID: <m${number}@example.org>\r\nSubject: Mail ${number}`
  return `${head}\r\n\r\nText ${number}\r\n${extra}`
}

function uids(store: Store): number[] {
  return storedMessages(store).map(({ locator }) => Number(locator.split('/').at(-1)))
}

function sorted(numbers: readonly number[]): number[] {
  return numbers.toSorted((left, right) => left - right)
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe.skipIf(skipUnless(dovecotMissing()))('a session on Dovecot', () => {
  let server: DovecotServer
  let nextUser = 0
  const running: Recording[] = []

  beforeAll(async () => {
    server = await startDovecot({ users })
  })
  afterEach(async () => {
    for (const recording of running.splice(0)) await recording.stop().catch(() => undefined)
  })
  afterAll(() => server?.stop())

  function newUser(): string {
    return users[nextUser++]?.address ?? 'too few users'
  }

  async function deliver(user: string, from: number, to: number, folder?: string): Promise<void> {
    for (let number = from; number <= to; number += 1) await server.deliver(user, mail(number), folder)
  }

  function start(
    user: string,
    store: Store,
    more: Partial<RecordOptions> & { folders?: string[] } = {},
  ): Recording {
    const { folders = ['INBOX'], ...options } = more
    const settings = { address: user, host: '127.0.0.1', port: server.port, security: 'starttls', folders }
    const channel = imap({ privateHosts: 'allowed', tls: { ca: server.ca }, windowSize: 10 })
    const recording = record({ channel, store, settings, password, ...options })
    running.push(recording)
    return recording
  }

  it('brings the whole history, newest window first, as history', async () => {
    const user = newUser()
    await deliver(user, 1, 35)
    const store = emptyStore()
    const recording = start(user, store)
    await recording.until(() => store.reports.length === 1)
    expect(store.reports).toMatchObject([{ status: 'success', error: null }])
    expect(store.reports[0]?.sources).toMatchObject([
      { source: 'INBOX', role: 'inbox', serverCount: 35, missing: 0, notYetRead: 0 },
      { source: 'Sent', role: 'sent', serverCount: 0, missing: 0, notYetRead: 0 },
    ])
    const windows = store.batches.map(({ messages }) => messages.length)
    expect(windows.filter((length) => length > 0)).toEqual([10, 10, 10, 5])
    expect(uids(store).slice(0, 10)).toEqual([26, 27, 28, 29, 30, 31, 32, 33, 34, 35])
    expect(sorted(uids(store))).toEqual(upTo(35))
    expect(storedMessages(store).every(({ isHistory }) => isHistory)).toBe(true)
    const newest = storedMessages(store)[9]
    expect(Buffer.from(await readAll(newest?.raw ?? new Uint8Array())).toString()).toBe(mail(35))
    expect(newest?.receivedAt.getTime()).toBeGreaterThan(0)
  })

  it('goes on after a stop at any point without a hole or a double', async () => {
    const user = newUser()
    await deliver(user, 1, 47)
    await server.doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'uid', '5,20:22,47')
    const expected = upTo(46).filter((uid) => uid !== 5 && (uid < 20 || uid > 22))
    for (let stopAt = 1; stopAt <= 7; stopAt += 1) {
      const store = emptyStore()
      let accepts = 0
      const first = start(user, store, {
        onAccept: (_, stop) => {
          accepts += 1
          if (accepts === stopAt) stop()
        },
      })
      await Promise.race([first.done, first.until(() => store.reports.length === 1)])
      await first.stop()
      await start(user, store).until(() => store.reports.length > 0)
      expect(uids(store).length, `stopped at ${stopAt}`).toBe(expected.length)
      expect(sorted(uids(store)), `stopped at ${stopAt}`).toEqual(expected)
    }
  })

  it('fetches a window again when storing it failed', async () => {
    const user = newUser()
    await deliver(user, 1, 25)
    const store = emptyStore()
    const failing = start(user, store, {
      onAccept: () => {
        if (store.batches.length === 2) throw new Error('the database is away')
      },
    })
    await expect(failing.done).rejects.toMatchObject({ code: 'internal' })
    await start(user, store).until(() => store.reports.length > 0)
    expect(sorted(uids(store))).toEqual(upTo(25))
  })

  it('hears of a new mail within two seconds, and it is no history', async () => {
    const user = newUser()
    await deliver(user, 1, 3)
    const store = emptyStore()
    const recording = start(user, store)
    await recording.until(() => store.reports.length === 1)
    const before = performance.now()
    await server.deliver(user, mail(4))
    await recording.until(() => uids(store).includes(4))
    expect(performance.now() - before).toBeLessThan(2_000)
    expect(storedMessages(store).map(({ isHistory }) => isHistory)).toEqual([true, true, true, false])
  })

  it('takes the first mail of an empty mailbox for a new one, also after a restart', async () => {
    const user = newUser()
    const store = emptyStore()
    const first = start(user, store)
    await first.until(() => store.reports.length === 1)
    expect(store.reports).toMatchObject([{ status: 'success', error: null }])
    await first.stop()
    await server.deliver(user, mail(1))
    await start(user, store).until(() => store.reports.length === 2)
    expect(storedMessages(store)).toMatchObject([{ isHistory: false }])
  })

  it('looks at every folder when a sync is asked for, though only the first is listened to', async () => {
    const user = newUser()
    await deliver(user, 1, 2)
    await deliver(user, 1, 25, 'Work')
    const store = emptyStore()
    const recording = start(user, store, { folders: ['INBOX', 'Work'] })
    await recording.until(() => store.reports.length === 1)
    await server.deliver(user, mail(26), 'Work')
    recording.requestSync()
    await recording.until(() => store.reports.length === 2)
    const work = storedMessages(store).filter(({ locator }) => locator.startsWith('Work/'))
    expect(work.length).toBe(26)
    expect(work.at(-1)?.isHistory).toBe(false)
    await server.deliver(user, mail(3))
    await recording.until(() => store.reports.length === 3)
    expect(storedMessages(store).at(-1)).toMatchObject({ isHistory: false })
    expect([...store.cursors.keys()]).toEqual(['INBOX', 'Work', 'Sent'])
  })

  it('looks again when the interval is over', async () => {
    const user = newUser()
    await deliver(user, 1, 1)
    const store = emptyStore()
    const recording = start(user, store, { intervalMs: 50 })
    await recording.until(() => store.reports.length === 1)
    const { length } = store.batches
    // A pass that finds nothing writes nothing.
    await recording.until(() => store.reports.length === 4)
    expect(store.batches.length).toBe(length)
  })

  it('brings a mail that arrives during a long history before its end', async () => {
    const user = newUser()
    await deliver(user, 1, 80)
    const store = emptyStore()
    // Three seconds pass with every look at the clock, as if windows took that long.
    let time = Date.now()
    const now = () => {
      time += 3_000
      return new Date(time)
    }
    const clock = { ...systemClock(), now }
    const recording = start(user, store, {
      clock,
      onAccept: async () => {
        if (store.batches.length === 2) await server.deliver(user, mail(81))
      },
    })
    await recording.until(() => store.reports.length >= 1)
    const arrival = uids(store).indexOf(81)
    expect(arrival).toBeGreaterThan(0)
    expect(arrival).toBeLessThan(50)
    expect(sorted(uids(store))).toEqual(upTo(81))
    expect(storedMessages(store)[arrival]?.isHistory).toBe(false)
  })

  it('starts a new range, all history, when UIDVALIDITY changes', async () => {
    const user = newUser()
    await deliver(user, 1, 12)
    const store = emptyStore()
    const recording = start(user, store)
    await recording.until(() => store.reports.length === 1)
    await recording.stop()
    await server.setUidValidity(user, 'INBOX', 4242)
    const again = start(user, store)
    await again.until(() => store.reports.length === 2)
    const second = storedMessages(store).slice(12)
    expect(second.map(({ locator }) => locator)).toContain('INBOX/4242/12')
    expect(second.length).toBe(12)
    expect(second.every(({ isHistory }) => isHistory)).toBe(true)
    expect(store.cursors.get('INBOX')).toMatchObject({ uidValidity: '4242', highestUid: 12, lowestUid: 1 })
    expect(store.batches.filter(({ reset }) => reset !== undefined)).toMatchObject([
      { messages: [], reset: expect.stringMatching(/^INBOX\/\d+\/$/) },
    ])
  })

  it('leaves the flags on the server alone', async () => {
    const user = newUser()
    await deliver(user, 1, 12)
    const flags = () => server.doveadm('-f', 'tab', 'fetch', '-u', user, 'uid flags', 'mailbox', 'INBOX')
    const before = await flags()
    const store = emptyStore()
    await start(user, store).until(() => store.reports.length === 1)
    expect(await flags()).toBe(before)
    expect(before).not.toContain('Seen')
  })

  it('goes on with the other folders when one is missing, and says so', async () => {
    const user = newUser()
    await deliver(user, 1, 2)
    const store = emptyStore()
    await start(user, store, { folders: ['Renamed', 'INBOX'] }).until(() => store.reports.length === 1)
    expect(store.reports[0]?.status).toBe('partial')
    expect(store.reports[0]?.error).toContain('no folder Renamed')
    expect(uids(store)).toEqual([1, 2])
  })

  it('fails with folder-missing when no folder is left', async () => {
    const recording = start(newUser(), emptyStore(), { folders: ['Nowhere'] })
    await expect(recording.done).rejects.toMatchObject({ code: 'folder-missing', retry: 'after-fix' })
  })

  it('streams what is too large for memory, byte for byte', async () => {
    const user = newUser()
    const large = mail(1, 'abcdefghijklmnopqrstuvwxyz0123456789\r\n'.repeat(150_000))
    await server.deliver(user, large)
    await server.deliver(user, mail(2))
    const store = emptyStore()
    const read: Buffer[] = []
    const recording = start(user, store, {
      onAccept: async ({ messages }) => {
        for (const { raw } of messages) read.push(Buffer.from(await readAll(raw)))
      },
    })
    await recording.until(() => store.reports.length === 1)
    expect(storedMessages(store).map(({ raw }) => raw instanceof Uint8Array)).toEqual([false, true])
    expect(read.map(({ length }) => length)).toEqual([large.length, mail(2).length])
    expect(read[0]?.equals(Buffer.from(large))).toBe(true)
  })

  it('ends with host-unreachable when the server goes away', async () => {
    const own = await startDovecot({ users: [{ address: 'a@guichet.test', password }] })
    const settings = { address: 'a@guichet.test', host: '127.0.0.1', port: own.tlsPort }
    const store = emptyStore()
    const recording = record({
      channel: imap({ privateHosts: 'allowed', tls: { ca: own.ca } }),
      store,
      settings,
      password,
    })
    await recording.until(() => store.reports.length === 1)
    await own.stop()
    await expect(recording.done).rejects.toMatchObject({ code: 'host-unreachable', retry: 'later' })
  })
})
