import { beforeEach, expect, test, vi } from 'vitest'
import { readDraft, settleDraft, startSending, writeDraft } from './drafts.ts'

const refused = { code: 'internal', detail: '', errors: [], problems: [] } as const
const stored = new Map<string, string>()

beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
})

/** A page that was just opened, with whatever the browser remembers. */
async function reloaded(): Promise<typeof import('./drafts.ts')> {
  vi.resetModules()
  return import('./drafts.ts')
}

test('a text that could not be sent comes back under the same key, with the status that was asked for', () => {
  writeDraft('back', 'Bonjour')
  const { key } = readDraft('back')
  startSending('back', 'resolved')
  expect(readDraft('back').text).toBe('')
  settleDraft('back', refused)
  expect(readDraft('back')).toMatchObject({ text: 'Bonjour', key, status: 'resolved', problem: refused })
})

test('another text gets another key, so that it is never taken for the first one', () => {
  writeDraft('key', 'one')
  const first = readDraft('key').key
  writeDraft('key', 'two')
  expect(readDraft('key').key).not.toBe(first)
})

test('what was written while sending is kept below what could not be sent', () => {
  writeDraft('both', 'first')
  startSending('both', null)
  writeDraft('both', 'second')
  settleDraft('both', refused)
  expect(readDraft('both').text).toBe('first\n\nsecond')
})

test('a reload while sending brings the text back under its key', async () => {
  writeDraft('reload', 'two\nlines')
  const { key } = readDraft('reload')
  startSending('reload', null)
  const page = await reloaded()
  expect(page.readDraft('reload')).toMatchObject({ text: 'two\nlines', key })
})

test('nothing is remembered of what was sent', async () => {
  writeDraft('sent', 'Bonjour')
  startSending('sent', null)
  settleDraft('sent', null)
  expect(stored.size).toBe(0)
})
