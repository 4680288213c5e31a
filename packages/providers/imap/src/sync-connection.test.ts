import { systemClock } from '@guichet/core'
import { afterEach, describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import { storedMessages } from './testing/record-session.ts'
import { numbered, passes, stopWatching, uids, watch } from './testing/watch-fake.ts'

afterEach(stopWatching)

const plain = ['IMAP4rev1', 'IDLE']
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('a push that does not come (1.19)', () => {
  it('is made up for by looking at every interval', async () => {
    const watched = await watch({}, 1)
    watched.server.silent = true
    const recording = watched.start({}, { clock: systemClock(), intervalMs: 200 })
    await watched.server.seen(/^idle$/i)
    watched.account.folder('INBOX').append(numbered(2))
    await recording.until(() => uids(watched).includes(2))
    expect(storedMessages(watched.store).at(-1)?.isHistory).toBe(false)
  })

  it('from a server that says nothing at all any more is found out, and the connection given up', async () => {
    const watched = await watch({}, 1)
    const channel = imap({ privateHosts: 'allowed', silenceMs: 400 })
    watched.server.lie('C: IDLE\nS: + idling\nstall')
    const recording = watched.start({}, { channel, clock: systemClock() })
    await expect(recording.done).rejects.toMatchObject({ code: 'host-unreachable', retry: 'later' })
    watched.account.folder('INBOX').append(numbered(2))
    const again = watched.start()
    await again.until(() => uids(watched).includes(2))
  })

  it('is waited for in an IDLE that is renewed before anybody can take it for dead', async () => {
    const watched = await watch()
    watched.start({}, { channel: imap({ privateHosts: 'allowed', silenceMs: 300 }), clock: systemClock() })
    await watched.server.seen(/^idle$/i, 4)
    expect(new Set(watched.server.commands.map(({ connection }) => connection)).size).toBe(1)
  })
})

describe('a server that announces what it cannot do (1.37)', () => {
  it.each(['BAD what', 'NO not today'])(
    'is read without it when ENABLE is answered by %s',
    async (answer) => {
      const watched = await watch({}, 2)
      watched.server.lie(`C: ENABLE *\nS: $tag ${answer}`, 9)
      const recording = await passes(watched, 1)
      watched.account.folder('INBOX').expunge(1)
      recording.requestSync()
      await recording.until(() => watched.store.reports.length >= 2)
      expect(uids(watched)).toEqual([1, 2])
    },
  )

  it('is tried without it after it hung up, one login at a time', async () => {
    const watched = await watch({}, 2)
    watched.server.lie('C: ENABLE *\ndrop', 9)
    const first = watched.start()
    await expect(first.done).rejects.toMatchObject({ code: 'host-unreachable', providerCode: 'after-login' })
    expect(watched.server.commands.filter(({ text }) => text.startsWith('LOGIN')).length).toBe(1)
    await passes(watched, 1)
    expect(uids(watched)).toEqual([1, 2])
  })

  it('is never asked for it when the settings say so', async () => {
    const watched = await watch({}, 1)
    await passes(watched, 1, { extensions: false })
    expect(watched.server.commands.some(({ text }) => text.startsWith('ENABLE'))).toBe(false)
    expect(uids(watched)).toEqual([1])
  })
})

describe('what a refusal means (1.23, 1.24)', () => {
  const throttled = { code: 'throttled', retry: 'later' }
  const wrongPassword = { code: 'authentication-failed', retry: 'after-fix' }
  const away = { code: 'host-unreachable', retry: 'later' }

  it.each([
    ['LOGIN *', '$tag NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', wrongPassword],
    ['LOGIN *', '$tag NO [UNAVAILABLE] Temporary authentication failure', away],
    ['LOGIN *', '$tag NO [LIMIT] too many sessions', throttled],
    ['LOGIN *', '$tag NO [ALERT] Too many simultaneous connections. (Failure)', throttled],
    ['LOGIN *', '$tag NO [PRIVACYREQUIRED] not in plain text', { code: 'tls-failed', retry: 'after-fix' }],
    ['CONNECT', '* BYE too many connections', away],
    [
      'EXAMINE *',
      '$tag BAD Request is throttled. Suggested Backoff Time: 60 milliseconds',
      { ...throttled, retryAfterMs: 60 },
    ],
    [
      'UID SEARCH *',
      '$tag BAD Request is throttled. Suggested Backoff Time: 70 milliseconds',
      { ...throttled, retryAfterMs: 70 },
    ],
    ['UID SEARCH *', '$tag NO [OVERQUOTA] Account exceeded command or bandwidth limits', throttled],
    ['UID FETCH *', '$tag NO [OVERQUOTA] Account exceeded command or bandwidth limits', throttled],
    ['UID FETCH *', '$tag NO [INUSE] try later', throttled],
    ['EXAMINE *', '$tag NO [SERVERBUG] oops', away],
  ])('%s answered by %s', async (command, answer, expected) => {
    const watched = await watch({}, 1)
    watched.server.lie(`C: ${command}\nS: ${answer}`, 9)
    await expect(watched.start().done).rejects.toMatchObject(expected)
    expect(watched.store.batches.flatMap(({ messages }) => messages)).toEqual([])
  })

  it('a connection cut after the login is neither a wrong password nor a throttle (1.22)', async () => {
    const watched = await watch({ capabilities: plain })
    watched.server.lie('C: LOGIN *\nH:\ndrop')
    await expect(watched.start().done).rejects.toMatchObject(away)
  })
})

describe('a server with limits', () => {
  it('is never asked about more messages than it announces (1.25)', async () => {
    const limit = 4
    const watched = await watch({ capabilities: [...plain, `MESSAGELIMIT=${limit}`] }, 18)
    watched.account.folder('INBOX').expunge(5, 6, 7)
    watched.server.tamper((command, answer) => {
      const hits = answer.untagged.flatMap((line) =>
        /^\* SEARCH/.test(line) ? line.split(' ').slice(2) : [],
      )
      const count = /^uid fetch/i.test(command) ? answer.untagged.length : hits.length
      if (!/^uid (fetch|search)/i.test(command) || count <= limit) return answer
      const cut =
        hits.length > 0 ? [`* SEARCH ${hits.slice(0, limit).join(' ')}`] : answer.untagged.slice(0, limit)
      return { untagged: cut, tagged: `NO [MESSAGELIMIT ${limit} 4] only some` }
    })
    const recording = await passes(watched, 1)
    expect(watched.store.reports[0]).toMatchObject({
      status: 'success',
      sources: [{ serverCount: 15, missing: 0 }],
    })
    watched.account.folder('INBOX').append(numbered(19))
    await recording.until(() => uids(watched).includes(19))
    expect(uids(watched).toSorted((a, b) => a - b)).toEqual(upTo(19).filter((uid) => uid < 5 || uid > 7))
  })

  it.each([
    ['announces a literal of ten gigabytes', 'S: * 1 FETCH (UID 1 BODY[] {9999999999}'],
    ['never ends its line', `S: * OK ${'x'.repeat(17 * 1024 * 1024)}`],
  ])('that %s is left before memory is full (1.36)', async (_, line) => {
    const watched = await watch({}, 1)
    watched.server.lie(`C: UID FETCH *\n${line}\nstall`)
    const before = process.memoryUsage().rss
    await expect(watched.start().done).rejects.toMatchObject({ code: 'protocol-error', retry: 'later' })
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
  })
})
