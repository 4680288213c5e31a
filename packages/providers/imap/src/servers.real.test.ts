import {
  cyrusMissing,
  dovecotMissing,
  type ImapLogin,
  imapDialogue,
  skipUnless,
  startCyrus,
  startDovecot,
} from '@guichet-tools/real-servers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { imap } from './imap.ts'
import {
  emptyStore,
  type Recording,
  readAll,
  record,
  type Store,
  storedMessages,
} from './testing/record-session.ts'
import { gone, numbered, resets } from './testing/watch-fake.ts'

const password = 'correct horse'
const users = Array.from({ length: 10 }, (_, index) => ({ address: `user${index}`, password }))

const servers = [
  { name: 'Dovecot', missing: dovecotMissing(), start: () => startDovecot({ users, tls: false }) },
  { name: 'Cyrus', missing: cyrusMissing(), start: () => startCyrus({ users }) },
]

for (const { name, missing, start: startServer } of servers) {
  describe.skipIf(skipUnless(missing))(`a session on ${name}`, () => {
    let server: { readonly port: number; stop(): Promise<void> }
    let nextUser = 0
    const running: Recording[] = []

    beforeAll(async () => {
      server = await startServer()
    })
    afterEach(async () => {
      for (const recording of running.splice(0)) await recording.stop().catch(() => undefined)
    })
    afterAll(() => server?.stop())

    const newUser = (): ImapLogin => ({ port: server.port, user: `user${nextUser++}`, password })

    function start(login: ImapLogin, store: Store, settings: object = {}): Recording {
      const base = { address: `${login.user}@guichet.test`, username: login.user, host: '127.0.0.1' }
      const connection = { ...base, port: login.port, security: 'none' }
      const recording = record({
        ...{ channel: imap({ privateHosts: 'allowed', windowSize: 10 }), store, password },
        settings: { ...connection, ...settings },
      })
      running.push(recording)
      return recording
    }

    async function deliver(login: ImapLogin, from: number, to: number, folder = 'INBOX'): Promise<void> {
      const mails = Array.from({ length: to - from + 1 }, (_, index) => numbered(from + index))
      await imapDialogue(login, ...mails.map((raw) => `APPEND ${folder} {${raw.length}+}\r\n${raw}`))
    }

    const expunge = (login: ImapLogin, uids: string) =>
      imapDialogue(login, 'SELECT INBOX', `UID STORE ${uids} +FLAGS (\\Deleted)`, `UID EXPUNGE ${uids}`)

    const texts = (store: Store) =>
      Promise.all(storedMessages(store).map(async ({ raw }) => Buffer.from(await readAll(raw)).toString()))

    const places = (store: Store) =>
      storedMessages(store).map(({ locator }) => locator.replace(/\/\d+\//, ' '))

    const goneUids = (store: Store) => gone(store).map((locator) => Number(locator.split('/').at(-1)))

    it('brings the history in silence and hears of what arrives', async () => {
      const login = newUser()
      await deliver(login, 1, 25)
      const store = emptyStore()
      const recording = start(login, store)
      await recording.until(() => store.reports.length === 1)
      expect(store.reports[0]).toMatchObject({
        status: 'success',
        sources: [
          { source: 'INBOX', role: 'inbox', serverCount: 25, missing: 0, notYetRead: 0 },
          { source: 'Sent', role: 'sent', serverCount: 0 },
        ],
      })
      const before = performance.now()
      await deliver(login, 26, 26)
      await recording.until(() => storedMessages(store).length === 26)
      expect(performance.now() - before).toBeLessThan(3_000)
      expect(storedMessages(store).filter(({ isHistory }) => !isHistory).length).toBe(1)
      const expected = Array.from({ length: 26 }, (_, index) => numbered(index + 1))
      expect((await texts(store)).toSorted()).toEqual(expected.toSorted())
    })

    it('brings what people sent from another program, as sent', async () => {
      const login = newUser()
      await deliver(login, 1, 1, 'Sent')
      const store = emptyStore()
      const recording = start(login, store)
      await recording.until(() => store.reports.length === 1)
      await deliver(login, 2, 2, 'Sent')
      recording.requestSync()
      await recording.until(() => store.reports.length === 2)
      expect(storedMessages(store)).toMatchObject([
        { sentByUs: true, isHistory: true },
        { sentByUs: true, isHistory: false },
      ])
    })

    it('brings mail that somebody read before us, and changes no flag', async () => {
      const login = newUser()
      await deliver(login, 1, 3)
      await imapDialogue(login, 'SELECT INBOX', 'UID STORE 1,2 +FLAGS.SILENT (\\Seen)')
      const flags = async () =>
        (await imapDialogue(login, 'EXAMINE INBOX', 'UID FETCH 1:* (FLAGS)')).match(/UID \d+|\\Seen/g)
      const before = await flags()
      const store = emptyStore()
      await start(login, store).until(() => store.reports.length === 1)
      expect(storedMessages(store).length).toBe(3)
      expect(await flags()).toEqual(before)
      expect(before).toContain('\\Seen')
    })

    it('tells within seconds which places are gone, also those that went while nobody looked', async () => {
      const login = newUser()
      await deliver(login, 1, 12)
      const store = emptyStore()
      const recording = start(login, store)
      await recording.until(() => store.reports.length === 1)
      await expunge(login, '3,5:7')
      await recording.until(() => goneUids(store).length === 4)
      await recording.stop()
      // One goes and one comes: the count is the same as before.
      await expunge(login, '9')
      await deliver(login, 13, 13)
      await start(login, store).until(() => goneUids(store).length === 5)
      expect(goneUids(store)).toEqual([3, 5, 6, 7, 9])
      expect(storedMessages(store).length).toBe(13)
    })

    it('shows a move as one place gone and another one found', async () => {
      const login = newUser()
      await deliver(login, 1, 3)
      const store = emptyStore()
      const recording = start(login, store, { folders: ['INBOX', '\\Archive'] })
      await recording.until(() => store.reports.length === 1)
      await imapDialogue(login, 'SELECT INBOX', 'UID MOVE 2 Archive')
      await recording.until(() => goneUids(store).length === 1 && storedMessages(store).length === 4)
      expect(places(store).at(-1)).toBe('Archive 1')
      expect((await texts(store)).at(-1)).toBe(numbered(2))
      expect(goneUids(store)).toEqual([2])
    })

    it('reads a folder that was made anew in silence, and a renamed one on where it was', async () => {
      const login = newUser()
      await imapDialogue(login, 'CREATE Work', 'CREATE Support')
      await deliver(login, 1, 4, 'Work')
      await deliver(login, 5, 6, 'Support')
      const store = emptyStore()
      const folders = ['INBOX', 'Work', 'Support']
      const recording = start(login, store, { folders })
      await recording.until(() => store.reports.length === 1)
      await imapDialogue(login, 'DELETE Work', 'CREATE Work', 'RENAME Support Help')
      await deliver(login, 1, 4, 'Work')
      await deliver(login, 7, 7, 'Help')
      recording.requestSync()
      await recording.until(() => store.reports.length === 2)
      expect(store.reports[1]).toMatchObject({ status: 'success' })
      const later = storedMessages(store).slice(6)
      expect(later.filter(({ isHistory }) => !isHistory).map(({ locator }) => locator)).toEqual([
        expect.stringMatching(/^Help\/\d+\/3$/),
      ])
      expect(
        resets(store)
          .map((prefix) => prefix.split('/')[0])
          .toSorted(),
      ).toEqual(['Support', 'Work'])
      await recording.stop()
      await deliver(login, 8, 8, 'Help')
      await start(login, store, { folders }).until(() => places(store).includes('Help 4'))
      expect(storedMessages(store).at(-1)).toMatchObject({ isHistory: false })
    })
  })
}
