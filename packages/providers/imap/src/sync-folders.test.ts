import { afterEach, describe, expect, it } from 'vitest'
import { storedMessages } from './testing/record-session.ts'
import { gone, numbered, passes, resets, stopWatching, uids, watch } from './testing/watch-fake.ts'

afterEach(stopWatching)

const plain = ['IMAP4rev1', 'IDLE']

describe('which folders are read', () => {
  it.each([
    ['by SPECIAL-USE, whatever the name', { Ausgang: { attributes: ['\\Sent'] }, Sent: {} }, 'Ausgang'],
    [
      'by SPECIAL-USE in small letters, as Cyrus spells it',
      { Ausgang: { attributes: ['\\sent'] } },
      'Ausgang',
    ],
    ['by a French name', { 'Éléments envoyés': {}, Brouillons: {} }, 'Éléments envoyés'],
    ['by a German name', { Gesendet: {}, Entwürfe: {} }, 'Gesendet'],
    ['by the French name that Gmail gives', { '[Gmail]/Messages envoyés': {} }, '[Gmail]/Messages envoyés'],
    ['below a prefix', { 'INBOX.Sent': { delimiter: '.' } }, 'INBOX.Sent'],
    ['in a flat space, where the delimiter is NIL', { Sent: { delimiter: null } }, 'Sent'],
    ['not where it is a shadow only', { Sent: { attributes: ['\\NonExistent', '\\Sent'] } }, undefined],
  ])('that of sent mail is found %s (1.15)', async (_, folders, expected) => {
    const capabilities = [...plain, 'SPECIAL-USE']
    const watched = await watch({ folders, capabilities }, 1)
    await passes(watched, 1)
    const sources = watched.store.reports[0]?.sources ?? []
    expect(sources.find(({ role }) => role === 'sent')?.source).toBe(expected)
    expect(watched.store.reports[0]).toMatchObject({ status: 'success' })
  })

  it('those of the settings, by path or by role, and mail in Junk is mail (1.34)', async () => {
    const folders = { Work: {}, Courrier: { attributes: ['\\Junk'] }, Private: {} }
    const watched = await watch({ folders }, 1)
    watched.account.folder('Courrier').append(numbered(2))
    watched.account.folder('Private').append(numbered(3))
    await passes(watched, 1, { folders: ['\\Inbox', 'Work', '\\Junk'] })
    expect(watched.store.reports[0]?.sources).toMatchObject([
      { source: 'INBOX', role: 'inbox', serverCount: 1 },
      { source: 'Work', role: 'other', serverCount: 0 },
      { source: 'Courrier', role: 'junk', serverCount: 1 },
    ])
    expect(storedMessages(watched.store).length).toBe(2)
  })

  it('a role that no folder has is named, and the others are read', async () => {
    const watched = await watch({}, 1)
    await passes(watched, 1, { folders: ['INBOX', '\\Archive'] })
    expect(watched.store.reports[0]).toMatchObject({ status: 'partial', sources: [{ source: 'INBOX' }] })
    expect(watched.store.reports[0]?.error).toContain('no folder that is used as \\Archive')
  })

  it('one that never opens is left alone after three attempts, until six hours are over or somebody asks (1.15)', async () => {
    const watched = await watch({ folders: { Broken: {} } }, 1)
    watched.server.tamper((command, answer) =>
      /^examine broken/i.test(command) ? { untagged: [], tagged: 'NO internal error' } : answer,
    )
    let hours = 0
    const attempts = () => watched.server.commands.filter(({ text }) => /^examine broken/i.test(text)).length
    const clock = {
      now: () => new Date(Date.UTC(2026, 0, 1, hours)),
      newId: () => '',
      randomBytes: () => new Uint8Array(),
      sleep: () => new Promise<void>((resolve) => setTimeout(resolve, 5)),
    }
    const recording = watched.start({ folders: ['INBOX', 'Broken'] }, { clock })
    await recording.until(() => watched.store.reports.length >= 6)
    expect(attempts()).toBe(3)
    expect(watched.store.reports.every(({ status }) => status === 'partial')).toBe(true)
    expect(watched.store.reports.at(-1)?.error).toContain('refuses to open the folder Broken')
    hours = 7
    await watched.server.seen(/^examine broken/i, 4)
    const reports = watched.store.reports.length
    await recording.until(() => watched.store.reports.length >= reports + 2)
    recording.requestSync()
    await watched.server.seen(/^examine broken/i, 5)
  })

  it.each([
    ['by its MAILBOXID', undefined],
    ['by UIDVALIDITY and UIDs where there is none', plain],
  ])('one that is renamed is read on under its new name: found %s (1.16)', async (_, capabilities) => {
    const folders = { Support: {}, Other: {} }
    const watched = await watch(capabilities === undefined ? { folders } : { folders, capabilities })
    for (const number of [1, 2]) watched.account.folder('Support').append(numbered(number))
    const recording = await passes(watched, 1, { folders: ['INBOX', 'Support'] })
    await recording.stop()
    watched.account.rename('Support', 'Help')
    watched.account.folder('Help').append(numbered(3))
    await passes(watched, 2, { folders: ['INBOX', 'Support'] })
    expect(watched.store.reports[1]).toMatchObject({ status: 'success' })
    const later = storedMessages(watched.store).slice(2)
    expect(later.map(({ locator, isHistory }) => [locator.split('/').at(-1), isHistory])).toEqual([
      ['1', true],
      ['2', true],
      ['3', false],
    ])
    expect(resets(watched.store)).toEqual(['Support/1002/'])
    expect(watched.store.cursors.get('Support')).toEqual({ movedTo: 'Help' })
  })

  it('another one is never read in place of one that was deleted', async () => {
    const watched = await watch({ folders: { Support: {}, Private: {} }, capabilities: plain }, 1)
    watched.account.folder('Support').append(numbered(2))
    watched.account.folder('Private').append(numbered(3))
    const recording = await passes(watched, 1, { folders: ['INBOX', 'Support'] })
    watched.account.remove('Support')
    recording.requestSync()
    await recording.until(() => watched.store.reports.length === 2)
    expect(watched.store.reports[1]?.error).toContain('no folder Support')
    expect(uids(watched)).toEqual([1, 1])
  })
})

describe('Gmail (1.14)', () => {
  const gmail = [...plain, 'SPECIAL-USE', 'ENABLE', 'CONDSTORE', 'X-GM-EXT-1']
  const all = { '[Gmail]/Tous les messages': { attributes: ['\\All'] } }
  const sent = { '[Gmail]/Messages envoyés': { attributes: ['\\Sent'] } }
  const ids = { emailId: '1278455344230334865', threadId: '1266894439832287888' }

  it('gives its own ids and labels with every message', async () => {
    const watched = await watch({ folders: { ...all, ...sent }, capabilities: gmail })
    watched.account.folder('INBOX').append(numbered(1), { ...ids, labels: ['\\Important', 'Kunden'] })
    await passes(watched, 1)
    expect(storedMessages(watched.store)).toMatchObject([
      {
        origin: {
          providerId: ids.emailId,
          providerThreadId: ids.threadId,
          labels: ['\\Important', 'Kunden'],
        },
      },
    ])
    expect(watched.store.reports[0]?.sources?.map(({ role }) => role)).toEqual(['inbox', 'sent'])
  })

  it('archives: what leaves the inbox is gone from there and nothing else happens', async () => {
    const watched = await watch({ folders: { ...all, ...sent }, capabilities: gmail })
    watched.account.folder('INBOX').append(numbered(1), ids)
    watched.account.folder('[Gmail]/Tous les messages').append(numbered(1), ids)
    const recording = await passes(watched, 1)
    watched.account.folder('INBOX').expunge(1)
    await recording.until(() => gone(watched.store).length === 1)
    expect(storedMessages(watched.store).length).toBe(1)
  })

  it('is read from All Mail alone when that is asked for: labels tell what is sent, drafts are no mail', async () => {
    const watched = await watch({ folders: { ...all, ...sent }, capabilities: gmail })
    const everything = watched.account.folder('[Gmail]/Tous les messages')
    everything.append(numbered(1), { labels: ['\\Inbox'] })
    everything.append(numbered(2), { labels: ['\\Sent'] })
    everything.append(numbered(3), { flags: ['\\Draft'], labels: ['\\Draft'] })
    everything.append(numbered(4), {})
    await passes(watched, 1, { folders: ['\\All'] })
    const stored = storedMessages(watched.store).map(({ locator, sentByUs }) => [
      locator.split('/').at(-1),
      sentByUs ?? false,
    ])
    expect(stored).toEqual([
      ['1', false],
      ['2', true],
      ['4', false],
    ])
    expect(watched.store.reports[0]).toMatchObject({ status: 'success', sources: [{ serverCount: 3 }] })
  })

  it('falls back to the inbox and what was sent when All Mail is hidden from IMAP, and says so', async () => {
    const watched = await watch({ folders: sent, capabilities: gmail }, 1)
    await passes(watched, 1, { folders: ['\\All'] })
    expect(watched.store.reports[0]?.sources?.map(({ role }) => role)).toEqual(['inbox', 'sent'])
    expect(watched.store.reports[0]?.error).toContain('let All Mail be shown in IMAP')
  })
})
