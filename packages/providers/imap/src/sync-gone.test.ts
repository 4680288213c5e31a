import { afterEach, describe, expect, it } from 'vitest'
import { storedMessages } from './testing/record-session.ts'
import { gone, numbered, passes, resets, stopWatching, uids, watch } from './testing/watch-fake.ts'

afterEach(stopWatching)

const plain = ['IMAP4rev1', 'IDLE']
const condstore = [...plain, 'ENABLE', 'CONDSTORE']

describe('what a server no longer has', () => {
  it.each([
    ['tells what vanished', undefined],
    ['has modification sequences only', condstore],
    ['has no extension', plain],
  ])(
    'is found out from a server that %s, during a session and after it (1.10, 1.11)',
    async (_, capabilities) => {
      const watched = await watch(capabilities === undefined ? {} : { capabilities }, 25)
      const inbox = watched.account.folder('INBOX')
      const recording = await passes(watched, 1)
      inbox.expunge(3, 4, 20)
      await recording.until(() => gone(watched.store).length === 3)
      await recording.stop()
      inbox.expunge(7)
      inbox.append(numbered(26))
      const again = watched.start()
      await again.until(() => gone(watched.store).length === 4)
      await again.until(() => uids(watched).includes(26))
      expect(gone(watched.store).map((locator) => locator.split('/').at(-1))).toEqual(['3', '4', '20', '7'])
      await again.until(() => watched.store.reports.at(-1)?.sources?.[0]?.serverCount === 22)
    },
  )

  it('is found though one came and one went, so that the count is the same (1.7)', async () => {
    const watched = await watch({ capabilities: plain }, 5)
    const recording = await passes(watched, 1)
    await recording.stop()
    watched.account.folder('INBOX').expunge(2)
    watched.account.folder('INBOX').append(numbered(6))
    await passes(watched, 2)
    expect(gone(watched.store)).toEqual(['INBOX/1001/2'])
    expect(uids(watched)).toContain(6)
  })

  it('is looked for in the whole folder when the modification sequence went back, or is not kept (1.11)', async () => {
    const watched = await watch({}, 6)
    const recording = await passes(watched, 1)
    await recording.stop()
    const inbox = watched.account.folder('INBOX')
    inbox.expunge(4)
    inbox.highestModseq = 2n
    await passes(watched, 2).then((again) => again.stop())
    expect(gone(watched.store)).toEqual(['INBOX/1001/4'])
    watched.server.tamper((command, answer) => ({
      ...answer,
      untagged: answer.untagged.map((said) =>
        /^examine/i.test(command) && said.includes('HIGHESTMODSEQ') ? '* OK [NOMODSEQ] .' : said,
      ),
    }))
    inbox.expunge(5)
    await passes(watched, 3)
    expect(gone(watched.store)).toContain('INBOX/1001/5')
  })

  it('compares modification sequences of 63 bits without rounding (1.11)', async () => {
    const watched = await watch({}, 3)
    const inbox = watched.account.folder('INBOX')
    inbox.highestModseq = 9_223_372_036_854_775_800n
    const recording = await passes(watched, 1)
    expect(watched.store.cursors.get('INBOX')).toMatchObject({ seen: { modseq: '9223372036854775800' } })
    inbox.expunge(1)
    await recording.until(() => watched.store.reports.length === 2)
    expect(gone(watched.store)).toEqual(['INBOX/1001/1'])
    expect(watched.store.cursors.get('INBOX')).toMatchObject({ seen: { modseq: '9223372036854775801' } })
  })

  it('is not everything when the folder list comes back empty (1.15)', async () => {
    const watched = await watch({ folders: { Gesendet: { attributes: ['\\Sent'] } } }, 2)
    watched.account.folder('Gesendet').append(numbered(9))
    const recording = await passes(watched, 1)
    await recording.stop()
    const before = watched.store.batches.length
    watched.server.lie('C: LIST *\nH: tagged', 99)
    watched.account.folder('Gesendet').append(numbered(10))
    await passes(watched, 2)
    expect(gone(watched.store)).toEqual([])
    const since = watched.store.batches.slice(before).flatMap(({ messages }) => messages)
    expect(since).toMatchObject([{ locator: 'Gesendet/1002/2', sentByUs: true, isHistory: false }])
  })
})

describe('a folder that is numbered anew', () => {
  it('makes its old places void, and is read again in silence (1.1)', async () => {
    const watched = await watch({}, 30)
    const recording = await passes(watched, 1)
    watched.account.folder('INBOX').renumber(77n)
    recording.requestSync()
    await recording.until(() => watched.store.reports.length === 2)
    expect(resets(watched.store)).toEqual(['INBOX/1001/'])
    const again = storedMessages(watched.store).slice(30)
    expect(again.length).toBe(30)
    expect(again.every(({ isHistory, locator }) => isHistory && locator.startsWith('INBOX/77/'))).toBe(true)
    expect(gone(watched.store)).toEqual([])
  })

  it('is read again in silence when its cursor was lost (1.3)', async () => {
    const watched = await watch({}, 3)
    const recording = await passes(watched, 1)
    await recording.stop()
    watched.store.cursors.clear()
    await passes(watched, 2)
    expect(storedMessages(watched.store).map(({ isHistory }) => isHistory)).toEqual(Array(6).fill(true))
  })
})
