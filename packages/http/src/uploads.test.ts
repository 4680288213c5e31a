import { createInbox, type Inbox, systemClock } from '@guichet/core'
import { fakeChannel, memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Ask, asking, problemIn } from './testing/ask.ts'

const secret = Buffer.from(systemClock().randomBytes(32)).toString('base64')
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const pdf = Buffer.from('%PDF-1.7 facture')

let inbox: Inbox
let ask: Ask
beforeEach(() => {
  inbox = createInbox({
    ...{ storage: memoryStorage({ clock: systemClock() }), blobs: memoryBlobs(), channels: [fakeChannel()] },
    ...{ encryption: { keys: [{ id: 'test', secret }] }, log },
  })
  ask = asking(inbox, { log, maxBodyBytes: 1000 })
})
afterEach(() => inbox.close())

const upload = (body: RequestInit['body'], name = 'facture.pdf') =>
  ask(`POST /inbox/uploads?name=${encodeURIComponent(name)}`, {
    ...{ body, headers: { 'content-type': 'text/plain' }, duplex: 'half' },
  } as RequestInit)

/** A body that comes in pieces and never says how long it is. */
function pieces(count: number, broken = false): ReadableStream<Uint8Array> {
  let left = count
  return new ReadableStream({
    pull(controller) {
      left -= 1
      if (left >= 0) controller.enqueue(Buffer.alloc(1024 * 1024, 'a'))
      else if (broken) controller.error(new Error('the connection was lost'))
      else controller.close()
    },
  })
}

it('takes a file as it is, and says what it is by its bytes', async () => {
  const response = await upload(pdf, 'Facture n° 1')
  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({
    ...{ id: expect.any(String), name: 'Facture n° 1.pdf', contentType: 'application/pdf', size: pdf.length },
  })
})

it('takes a file that is larger than other bodies may be, in pieces', async () => {
  const response = await upload(pieces(3), 'film.bin')
  expect(await response.json()).toMatchObject({ name: 'film.bin', size: 3 * 1024 * 1024 })
})

it.each([
  ['nothing', null, 'empty'],
  ['more than a mail holds', pieces(26), 'a mail holds 25 MB'],
  ['a program', Buffer.from('\x7fELF\x02\x01\x01'), 'is a program'],
  ['what broke off', pieces(1, true), 'ended before it was complete'],
])('refuses %s with the reason', async (_, body, reason) => {
  const response = await upload(body)
  expect(response.status).toBe(422)
  expect(await problemIn(response)).toMatchObject({ detail: expect.stringContaining(reason) })
})

it.each([
  ['a form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['compressed', { 'content-encoding': 'gzip' }],
])('refuses a file that comes as or in what would be stored instead of it: %s', async (_, headers) => {
  const response = await ask('POST /inbox/uploads?name=f.pdf', { body: pdf, headers })
  expect(response.status).toBe(415)
  expect(await problemIn(response)).toMatchObject({ detail: expect.stringContaining('the file itself') })
})

it('refuses a file without a name', async () => {
  expect((await ask('POST /inbox/uploads', { body: pdf })).status).toBe(422)
})

it('takes a file back, and knows nothing of one of another tenant', async () => {
  const { id } = (await (await upload(pdf)).json()) as { readonly id: string }
  const other = { headers: { 'x-session': 'globex/agent' } }
  expect((await ask(`DELETE /inbox/uploads/${id}`, other)).status).toBe(404)
  expect((await ask(`DELETE /inbox/uploads/${id}`)).status).toBe(204)
  expect((await ask(`DELETE /inbox/uploads/${id}`)).status).toBe(404)
})
