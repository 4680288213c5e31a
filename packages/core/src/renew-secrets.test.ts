import { beforeEach, describe, expect, it } from 'vitest'
import { channelRegistry } from './channels.ts'
import { openConnection } from './connections.ts'
import { encryption } from './encryption.ts'
import { GuichetError } from './errors.ts'
import { createInbox } from './inbox.ts'
import type { Inbox } from './inbox-api.ts'
import { type Secret, secret } from './model/secret.ts'
import type { Storage } from './ports/storage.ts'
import { memoryBlobs, memoryStorage, type TestClock, testClock } from './testing/index.ts'
import { type RenewableChannel, renewableChannel } from './testing/renewable-channel.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}
const minuteMs = 60_000

let clock: TestClock
let storage: Storage
let channel: RenewableChannel
let inbox: Inbox
let id: string

const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * minuteMs).toISOString()

beforeEach(async () => {
  clock = testClock()
  storage = memoryStorage({ clock })
  channel = renewableChannel(new Date(clock.now().getTime() + 60 * minuteMs))
  inbox = createInbox({
    ...{ storage, blobs: memoryBlobs(), clock, channels: [channel] },
    encryption: { keys: [key] },
  })
  const settings = { address: 'support@acme.example' }
  const secrets = { token: 'a', expiresAt: inMinutes(10) }
  id = (await inbox.tenant('acme').integrations.create({ type: 'fake', name: 'Support', settings, secrets }))
    .id
})

/** The secrets as one of many processes sees them: nothing is shared but the storage. */
async function secretsOf(refused?: Secret<unknown>): Promise<unknown> {
  const ctx = { storage, clock, channels: channelRegistry([channel]), encryption: encryption(clock, [key]) }
  const { connection } = await storage.transaction('acme', async (tx) => {
    const integration = await tx.integrations.get(id)
    if (integration === null) throw new Error('the integration is gone')
    return openConnection(tx, ctx, integration)
  })
  return (await connection.freshSecrets?.(refused))?.reveal()
}

describe('secrets that end', () => {
  it('are used as they are while they are good for more than five minutes', async () => {
    expect(await secretsOf()).toMatchObject({ token: 'a' })
    expect(channel.renewals).toEqual([])
  })

  it('are renewed five minutes early, and stored before they are used', async () => {
    await clock.advance(5.5 * minuteMs)
    expect(await secretsOf()).toMatchObject({ token: 'a+' })
    expect(await secretsOf()).toMatchObject({ token: 'a+' })
    expect(channel.renewals).toEqual(['a'])
  })

  it('are renewed once for fifty processes that need them at the same moment', async () => {
    await clock.advance(9 * minuteMs)
    channel.onRenewal = () => clock.sleep(3_000)
    const asking = Array.from({ length: 50 }, () => secretsOf())
    for (let step = 0; step < 30; step += 1) await clock.advance(200)
    const tokens = await Promise.all(asking)
    expect(new Set(tokens.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(tokens[0]).toMatchObject({ token: 'a+' })
    expect(channel.renewals).toEqual(['a'])
  })

  it('stay as a person entered them while the provider was asked', async () => {
    await clock.advance(9 * minuteMs)
    channel.onRenewal = async () => {
      const secrets = { token: 'entered', expiresAt: inMinutes(60) }
      await inbox.tenant('acme').integrations.update(id, { secrets })
    }
    expect(await secretsOf()).toMatchObject({ token: 'entered' })
    expect(channel.renewals).toEqual(['a'])
  })

  it('are renewed before their time when a server has refused them, and only those', async () => {
    const refused = secret({ token: 'a', expiresAt: inMinutes(10) })
    expect(await secretsOf(refused)).toMatchObject({ token: 'a+' })
    // Another process that was refused the same token finds the new one.
    expect(await secretsOf(refused)).toMatchObject({ token: 'a+' })
    expect(channel.renewals).toEqual(['a'])
  })

  it('that are still good are used while the provider is busy; later its answer counts', async () => {
    const busy = new GuichetError('throttled', 'the provider is busy', { retry: 'later' })
    channel.onRenewal = () => Promise.reject(busy)
    await clock.advance(6 * minuteMs)
    expect(await secretsOf()).toMatchObject({ token: 'a' })
    await clock.advance(5 * minuteMs)
    await expect(secretsOf()).rejects.toBe(busy)
    channel.onRenewal = async () => undefined
    expect(await secretsOf()).toMatchObject({ token: 'a+' })
  })

  it('that were revoked say so at once, even while they look good', async () => {
    channel.onRenewal = () =>
      Promise.reject(new GuichetError('access-revoked', 'gone', { retry: 'after-fix' }))
    await clock.advance(6 * minuteMs)
    await expect(secretsOf()).rejects.toMatchObject({ code: 'access-revoked' })
  })

  it('are not lost when the database is away for a moment after the provider has rotated them', async () => {
    await clock.advance(9 * minuteMs)
    const working = storage
    let failures = 2
    channel.onRenewal = async () => {
      storage = {
        ...working,
        transaction: (tenant, work) => {
          if (failures === 0) return working.transaction(tenant, work)
          failures -= 1
          return Promise.reject(new GuichetError('storage-failed', 'away', { retry: 'later' }))
        },
      }
    }
    const flaky: Storage = { ...working, transaction: (tenant, work) => storage.transaction(tenant, work) }
    storage = flaky
    // From here on the context below uses whatever `storage` is at the time.
    const before = storage
    storage = working
    const ctx = {
      storage: before,
      clock,
      channels: channelRegistry([channel]),
      encryption: encryption(clock, [key]),
    }
    const opened = await working.transaction('acme', async (tx) => {
      const integration = await tx.integrations.get(id)
      return integration === null ? null : openConnection(tx, ctx, integration)
    })
    const asking = opened?.connection.freshSecrets?.()
    for (let step = 0; step < 5; step += 1) await clock.advance(1_000)
    expect((await asking)?.reveal()).toMatchObject({ token: 'a+' })
    expect(failures).toBe(0)
    storage = working
    expect(await secretsOf()).toMatchObject({ token: 'a+' })
    expect(channel.renewals).toEqual(['a'])
  })
})
