import { beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '../api/types.ts'
import { readDraft, writeDraft } from '../state/drafts.ts'
import { addressedRequest } from './addressed-request.ts'
import {
  addFile,
  changeList,
  chooseMode,
  forgetAddressing,
  readAddressing,
  updateFile,
} from './addressing.ts'
import { takeBack } from './take-back.ts'

const ann = { name: 'Ann', address: 'ann@x.example' }
const file = { key: 'f', name: 'a.pdf', size: 3, progress: 0, uploadId: null, problem: null }

beforeEach(() => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => undefined,
    removeItem: () => undefined,
  })
  forgetAddressing('c')
})

test('an answer to whom it goes anyhow says nothing of it', () => {
  expect(addressedRequest('c', 'fr')).toEqual({})
})

test('what was changed is said in whole, with the files that are there', () => {
  chooseMode('c', 'reply-all', 'm1')
  changeList('c', { to: [ann], cc: [], bcc: [] })
  addFile('c', file)
  addFile('c', { ...file, key: 'g' })
  updateFile('c', 'f', { uploadId: 'u1' })
  expect(addressedRequest('c', 'fr')).toEqual({
    ...{ mode: 'reply-all', answers: 'm1', to: [ann], cc: [], bcc: [], attachments: ['u1'] },
  })
})

test('what is passed on says which message, and in which language it is quoted', () => {
  chooseMode('c', 'forward', 'm1')
  expect(addressedRequest('c', 'en')).toEqual({
    ...{ forwards: 'm1', language: 'en', includeAttachments: true, to: [], cc: [], bcc: [] },
  })
})

test('the same text for somebody else gets another key', () => {
  writeDraft('c', 'Bonjour')
  const { key } = readDraft('c')
  changeList('c', { to: [ann], cc: [], bcc: [] })
  expect(readDraft('c')).toMatchObject({ text: 'Bonjour' })
  expect(readDraft('c').key).not.toBe(key)
})

test('what was passed on and taken back is its own words again, for the same people, with its files', () => {
  const uploaded = { id: 'u1', blobKey: 'b' }
  const attachment = {
    name: 'a.pdf',
    contentType: 'application/pdf',
    size: 3,
    contentId: null,
    inline: false,
  }
  const message = {
    ...{ conversationId: 'd', medium: 'email', to: [ann], cc: [], bcc: [ann], inReplyTo: ['q@x'] },
    text: 'Voir\n\n---------- Message transféré ---------\nDe : B\n\nBonjour',
    threading: { rule: 'forward', evidence: 'm9', possiblyRelated: null },
    attachments: [{ ...attachment, uploaded }],
  } as unknown as Message
  takeBack(message, [{ id: 'm1', mailId: 'q@x' } as Message])
  expect(readDraft('d').text).toBe('Voir')
  expect(readAddressing('d')).toMatchObject({
    ...{ mode: 'forward', about: 'm1', lists: { to: [ann], bcc: [ann] }, withOriginals: false },
    files: [{ name: 'a.pdf', uploadId: 'u1' }],
  })
})
