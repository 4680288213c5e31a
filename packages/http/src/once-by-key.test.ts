import { createInbox, systemClock } from '@guichet/core'
import { fakeChannel, memoryBlobs, memoryStorage } from '@guichet/core/testing'
import { describe, expect, it } from 'vitest'
import { operations } from './operations/index.ts'
import { asking, json, problemIn } from './testing/ask.ts'
import { expectOnceEach } from './testing/repeated-requests.ts'

const secret = Buffer.from(systemClock().randomBytes(32)).toString('base64')

function memoryInbox() {
  return createInbox({
    storage: memoryStorage({ clock: systemClock() }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [fakeChannel()],
  })
}

describe('an Idempotency-Key', () => {
  it('makes one effect and one answer of a thousand requests in any order', async () => {
    await expectOnceEach(memoryInbox())
  })

  it('that was used for another body or another operation is refused, by name', async () => {
    const ask = asking(memoryInbox())
    const keyed = { 'idempotency-key': 'click-1' }
    const first = await ask('POST /inbox/folders', json({ name: 'Support' }, keyed))
    const { id } = (await first.json()) as { id: string }
    expect(first.status).toBe(201)
    const other = await ask('POST /inbox/folders', json({ name: 'Sales' }, keyed))
    expect(other.status).toBe(422)
    expect(await problemIn(other)).toMatchObject({ code: 'invalid-input', field: 'Idempotency-Key' })
    const elsewhere = await ask(`POST /inbox/conversations/${id}/merge`, json({ into: id }, keyed))
    expect(await problemIn(elsewhere)).toMatchObject({ status: 422, field: 'Idempotency-Key' })
  })

  it('of a request that failed may be used again', async () => {
    const ask = asking(memoryInbox())
    const init = json(
      { name: 'Child', parentId: '018f0000-0000-7000-8000-00000000ffff' },
      { 'idempotency-key': 'k' },
    )
    expect((await ask('POST /inbox/folders', init)).status).toBe(422)
    expect(
      (await ask('POST /inbox/folders', json({ name: 'Child' }, { 'idempotency-key': 'k' }))).status,
    ).toBe(201)
  })

  /** What comes back from signing in works once; of a file that came twice, one goes with no message, and is gone after a day. */
  it('is taken by every operation that creates, but for signing in and files', () => {
    const without = operations.filter(({ status, once }) => status === 201 && once === undefined)
    expect(without.map(({ name }) => name)).toEqual(['uploads.create', 'integrations.finishSignIn'])
  })
})
