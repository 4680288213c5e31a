import { afterEach, describe, expect, it } from 'vitest'
import { readAll, storedMessages } from './testing/record-session.ts'
import { literal } from './testing/transcript.ts'
import { gone, numbered, passes, stopWatching, uids, watch } from './testing/watch-fake.ts'

afterEach(stopWatching)

const plain = ['IMAP4rev1', 'IDLE']

describe('numbers that a server leaves out or makes up', () => {
  it.each(['', '* OK [UIDNEXT 0] .', '* OK [UIDNEXT 99999999999999] .', '* OK [UIDNEXT] .'])(
    'brings everything though UIDNEXT is "%s" (1.2)',
    async (line) => {
      const watched = await watch({}, 12)
      watched.server.tamper((command, answer) => ({
        ...answer,
        untagged: answer.untagged.map((said) =>
          /^examine/i.test(command) && said.includes('UIDNEXT') ? line : said,
        ),
      }))
      const recording = await passes(watched, 1)
      watched.account.folder('INBOX').append(numbered(13))
      await recording.until(() => uids(watched).includes(13))
      expect(uids(watched).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 13 }, (_, index) => index + 1),
      )
      expect(watched.store.cursors.get('INBOX')).toMatchObject({ highestUid: 13, lowestUid: 1 })
    },
  )

  it.each(['', '* OK [UIDVALIDITY 0] .', '* OK [UIDVALIDITY x] .'])(
    'reads no folder whose UIDVALIDITY is "%s", keeps no cursor for it, and says so (1.2)',
    async (line) => {
      const watched = await watch({ folders: { Work: {} } }, 2)
      watched.server.tamper((command, answer) => ({
        ...answer,
        untagged: answer.untagged.map((said) =>
          /^examine work/i.test(command) && said.includes('UIDVALIDITY') ? line : said,
        ),
      }))
      await passes(watched, 1, { folders: ['INBOX', 'Work'] })
      expect(watched.store.reports[0]).toMatchObject({ status: 'partial' })
      expect(watched.store.reports[0]?.error).toContain('gives no UIDVALIDITY for the folder Work')
      expect([...watched.store.cursors.keys()]).toEqual(['INBOX'])
      expect(uids(watched)).toEqual([1, 2])
    },
  )

  it('is not misled by a range above the newest message, which names the newest (1.4)', async () => {
    const watched = await watch({ capabilities: plain }, 3)
    const recording = await passes(watched, 1)
    watched.account.folder('INBOX').expunge(2, 3)
    recording.requestSync()
    await recording.until(() => watched.store.reports.length >= 2)
    recording.requestSync()
    await recording.until(() => watched.store.reports.length >= 3)
    expect(uids(watched)).toEqual([1, 2, 3])
    expect(gone(watched.store)).toEqual(['INBOX/1001/2', 'INBOX/1001/3'])
  })

  it('asks nothing of an empty folder that calls it a mistake (1.21)', async () => {
    const watched = await watch()
    watched.server.lie('C: UID FETCH *\nS: $tag BAD nothing to fetch', 9)
    watched.server.lie('C: UID SEARCH *\nS: $tag BAD nothing to search', 9)
    const recording = await passes(watched, 1)
    recording.requestSync()
    await recording.until(() => watched.store.reports.length === 2)
    expect(watched.store.reports.map(({ status }) => status)).toEqual(['success', 'success'])
  })

  it('believes the bytes, not the size that was announced (1.28)', async () => {
    const watched = await watch({}, 2)
    watched.server.tamper((_, answer) => ({
      ...answer,
      untagged: answer.untagged.map((said) => said.replace(/RFC822\.SIZE \d+/, 'RFC822.SIZE 99999999')),
    }))
    // Both are said to be enormous, so that both are read in pieces.
    watched.server.lie('C: UID SEARCH UID 1:2 LARGER *\nS: * SEARCH 1 2\nH: tagged')
    const read: string[] = []
    const recording = watched.start(
      {},
      {
        onAccept: async ({ messages }) => {
          for (const { raw } of messages) read.push(Buffer.from(await readAll(raw)).toString())
        },
      },
    )
    await recording.until(() => watched.store.reports.length === 1)
    expect(read.toSorted()).toEqual([numbered(1), numbered(2)])
    expect(watched.server.commands.some(({ text }) => /BODYSTRUCTURE|ENVELOPE/.test(text))).toBe(false)
  })
})

describe('messages that a server does not deliver', () => {
  it('are asked for again: the body comes on the third try (1.8)', async () => {
    const watched = await watch({}, 3)
    let tries = 0
    watched.server.tamper((command, answer) => {
      if (!/^uid fetch/i.test(command)) return answer
      tries += 1
      const withhold = (said: string) => (tries < 3 && said.includes('UID 2 ') ? [] : [said])
      return { ...answer, untagged: answer.untagged.flatMap(withhold) }
    })
    await passes(watched, 1)
    expect(watched.store.reports[0]).toMatchObject({ status: 'success' })
    expect(uids(watched)).toEqual([1, 2, 3])
  })

  it('are remembered when they do not come, reported, and fetched in a later pass (1.8)', async () => {
    const watched = await watch({}, 3)
    const honest = watched.server.tamper((command, answer) => ({
      ...answer,
      untagged: answer.untagged.filter((said) => !(/^uid fetch/i.test(command) && said.includes('UID 2 '))),
    }))
    const recording = await passes(watched, 1)
    expect(watched.store.reports[0]).toMatchObject({
      status: 'partial',
      sources: [{ serverCount: 3, missing: 1 }],
    })
    expect(watched.store.cursors.get('INBOX')).toMatchObject({ highestUid: 3, missing: [2] })
    honest()
    recording.requestSync()
    await recording.until(() => watched.store.reports.length === 2)
    expect(uids(watched)).toEqual([1, 3, 2])
    expect(watched.store.reports[1]).toMatchObject({
      status: 'success',
      sources: [{ serverCount: 3, missing: 0 }],
    })
  })

  it.each(['NIL', '""'])('are not stored as %s', async (body) => {
    const watched = await watch({}, 1)
    watched.server.lie(
      `C: UID FETCH *\nS: * 1 FETCH (UID 1 BODY[] ${body})\nH: tagged`,
      body === 'NIL' ? 1 : 0,
    )
    await passes(watched, 1)
    expect(
      Buffer.from(await readAll(storedMessages(watched.store)[0]?.raw ?? Buffer.alloc(0))).toString(),
    ).toBe(numbered(1))
  })

  it('are taken one by one: neither a NO half-way nor missing FLAGS cost the others (1.9)', async () => {
    const watched = await watch({}, 3)
    watched.server.lie(`
      C: UID FETCH *
      S: * 1 FETCH (UID 1 INTERNALDATE "01-Jan-2026 00:00:00 +0000" BODY[] ${literal(numbered(1))})
      S: * 2 FETCH (FLAGS (\\Seen))
      S: $tag NO [EXPUNGEISSUED] Some of the messages no longer exist
    `)
    await passes(watched, 1)
    expect(uids(watched)).toEqual([1, 2, 3])
    expect(watched.store.reports[0]).toMatchObject({ status: 'success' })
  })

  it('are read whole where partial ranges are ignored, from whatever end (1.27)', async () => {
    const big = numbered(1, 'abcdefghijklmnopqrstuvwxyz0123456789\r\n'.repeat(130_000))
    const cut = 1024 * 1024
    for (const lie of ['all', 'first piece'] as const) {
      const watched = await watch()
      watched.account.folder('INBOX').append(big)
      watched.server.tamper((command, answer) => {
        if (!/BODY\.PEEK\[\]</i.test(command)) return answer
        const said = lie === 'all' ? big : big.slice(0, cut)
        return { ...answer, untagged: [`* 1 FETCH (UID 1 BODY[]<0> {${said.length}}\r\n${said})`] }
      })
      const lengths: number[] = []
      const recording = watched.start(
        {},
        {
          onAccept: async ({ messages }) => {
            for (const { raw } of messages) lengths.push((await readAll(raw)).length)
          },
        },
      )
      await recording.until(() => watched.store.reports.length === 1)
      expect(lengths, lie).toEqual([big.length])
    }
  })
})
