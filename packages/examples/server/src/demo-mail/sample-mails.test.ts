import { expect, test } from 'vitest'
import { headerOf, idsOf } from './mail-text.ts'
import { datedFrom } from './relative-dates.ts'
import { loadSampleMails } from './sample-mails.ts'

const now = new Date('2026-03-01T23:30:00Z')

test('every sample mail has an id of its own, a date, a subject and a sender', async () => {
  const { inbox, sent } = await loadSampleMails(now)
  const all = [...inbox, ...sent].map(({ text }) => text)
  const ids = all.flatMap((text) => idsOf(text, 'message-id'))
  expect(new Set(ids).size).toBe(all.length)
  for (const text of all) {
    expect(headerOf(text, 'subject')).not.toBe('')
    expect(headerOf(text, 'from')).toContain('@')
    expect(headerOf(text, 'date')).toMatch(/^\w{3}, \d\d \w{3} 2026 \d\d:\d\d:00 \+0100$/)
    expect(text).not.toContain('{{')
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Buffer.from(text, 'latin1').toString('latin1')).toBe(text)
  }
})

test('what a sample mail refers to is there, except the mail an absence answers', async () => {
  const { inbox, sent } = await loadSampleMails(now)
  const all = [...inbox, ...sent].map(({ text }) => text)
  const ids = new Set(all.flatMap((text) => idsOf(text, 'message-id')))
  const referred = all.flatMap((text) => [...idsOf(text, 'in-reply-to'), ...idsOf(text, 'references')])
  expect(referred.filter((id) => !ids.has(id))).toEqual(['<livraison-atelier@boulangerie-martin.example>'])
  expect(referred.length).toBeGreaterThan(15)
})

test('dates are counted back from today in Paris, and bytes stay bytes', () => {
  expect(datedFrom(now, 'Date: {{1 days ago 09:14}}')).toBe('Date: Sun, 01 Mar 2026 09:14:00 +0100')
  expect(datedFrom(now, '{{date-en 2}}')).toBe('28 February 2026')
  expect(Buffer.from(datedFrom(now, '{{date 15}}'), 'latin1').toString()).toBe('15 février 2026')
})
