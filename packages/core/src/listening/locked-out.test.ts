import { describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import { createInbox } from '../inbox.ts'
import { fakeChannel, memoryBlobs, memoryStorage, testClock } from '../testing/index.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}
const minuteMs = 60_000
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** How often a mailbox is knocked at in twelve hours when every login fails like this, and once somebody asks. */
async function attempts(code: 'authentication-failed' | 'access-revoked' | 'throttled') {
  const clock = testClock()
  let count = 0
  const retry = code === 'throttled' ? 'later' : 'after-fix'
  const listen = async () => {
    count += 1
    throw new GuichetError(code, 'no', { retry })
  }
  const inbox = createInbox({
    ...{ storage: memoryStorage({ clock }), blobs: memoryBlobs(), clock, log: silent },
    channels: [{ ...fakeChannel(), listen }],
    encryption: { keys: [key] },
  })
  const acme = inbox.tenant('acme')
  const settings = { address: 'support@acme.example' }
  const { id } = await acme.integrations.create({
    type: 'fake',
    name: 'A',
    settings,
    secrets: { password: 'x' },
  })
  inbox.start({ leaseMs: 10 * minuteMs })
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) await clock.advance(minuteMs)
  }
  await pass(12 * 60)
  const unasked = count
  await acme.integrations.requestSync(id)
  await pass(10)
  const closing = inbox.close()
  await pass(1)
  await closing
  return { unasked, asked: count - unasked }
}

describe('a mailbox that refuses the login', () => {
  it('is tried a few times and then left alone until a person asks, before it locks the account', async () => {
    const { unasked, asked } = await attempts('authentication-failed')
    expect(unasked).toBe(5)
    expect(asked).toBe(1)
  })

  it('because the permission was taken back is not asked twice', async () => {
    expect(await attempts('access-revoked')).toEqual({ unasked: 1, asked: 1 })
  })

  it('only for the moment is tried again for as long as it takes', async () => {
    expect((await attempts('throttled')).unasked).toBeGreaterThan(50)
  })
})
