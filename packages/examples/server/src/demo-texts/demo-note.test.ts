import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DemoNote, findNote, leaveNote } from './demo-note.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-note-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const note = (pid: number): DemoNote => ({
  url: 'http://localhost:3000',
  pid,
  photoUrl: 'http://localhost:4000/photo.jpg',
  vonage: { apiKey: 'a', applicationId: 'b', signatureSecret: 'c' },
  source: { path: '/inbox/webhooks/custom/1', secret: 'whsec_d' },
})

test('a note is read by its owner while the demo runs, and gone afterwards', () => {
  const file = join(folder, 'cache', 'note.json')
  expect(findNote(file)).toBe(null)
  const remove = leaveNote(note(1), file)
  expect(findNote(file)).toEqual(note(1))
  expect(statSync(file).mode & 0o077).toBe(0)
  remove()
  expect(findNote(file)).toBe(null)
})

test('a demo that ends leaves the note of a later one alone', () => {
  const file = join(folder, 'note.json')
  const removeFirst = leaveNote(note(1), file)
  leaveNote(note(2), file)
  removeFirst()
  expect(findNote(file)?.pid).toBe(2)
})
