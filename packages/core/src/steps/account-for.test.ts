import { describe, expect, it } from 'vitest'
import type { SourceState } from '../model/integration.ts'
import { accountForSource, gapReport } from './account-for.ts'

const state: SourceState = {
  ...{ source: 'INBOX', locatorPrefix: 'INBOX/1/', role: 'inbox', serverCount: 100 },
  ...{ missing: 2, notYetRead: 0, reportedAt: new Date('2026-11-02T08:00:00Z') },
}
const located = { stored: 90, quarantined: 5, deleted: 3 }

describe('a source', () => {
  it('is complete when everything the server has is stored, in quarantine, deleted or asked for again', () => {
    expect(accountForSource(state, located)).toMatchObject({ gap: 0, newer: 0, notYetRead: 0 })
  })

  it('has a gap of what nothing explains', () => {
    expect(accountForSource(state, { ...located, stored: 88 })).toMatchObject({ gap: 2, newer: 0 })
  })

  it('counts what is read during a first sync out of what was not yet read', () => {
    const reading = { ...state, serverCount: 1000, missing: 0, notYetRead: 990 }
    const counts = { stored: 400, quarantined: 0, deleted: 0 }
    expect(accountForSource(reading, counts)).toMatchObject({ gap: 0, newer: 0, notYetRead: 600 })
  })

  it('calls newer what was stored since the server was counted', () => {
    expect(accountForSource(state, { ...located, stored: 93 })).toMatchObject({ gap: 0, newer: 3 })
  })
})

it('a report adds its sources up, and every message of the server is in one of its numbers', () => {
  const sources = [
    accountForSource(state, { ...located, stored: 88 }),
    accountForSource(
      { ...state, source: 'Sent', serverCount: 7, missing: 0, notYetRead: 4 },
      {
        ...{ stored: 3, quarantined: 0, deleted: 1 },
      },
    ),
    accountForSource({ ...state, source: 'Junk', serverCount: 0, missing: 0 }, { ...located, stored: 0 }),
  ]
  const report = gapReport(sources)
  const { serverCount, newer, stored, quarantined, deleted, missing, notYetRead, gap } = report
  expect(serverCount + newer).toBe(stored + quarantined + deleted + missing + notYetRead + gap)
  expect(report).toMatchObject({ serverCount: 107, gap: 2, newer: 8, notYetRead: 3 })
})

it('a report without sources is empty', () => {
  expect(gapReport([])).toMatchObject({ serverCount: 0, stored: 0, gap: 0, sources: [] })
})
