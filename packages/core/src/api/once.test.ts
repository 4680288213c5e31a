import { afterEach, beforeEach, expect, it } from 'vitest'
import { createInbox } from '../inbox.ts'
import type { Inbox, TenantInbox } from '../inbox-api.ts'
import type { OnceRequest } from '../model/once-request.ts'
import { systemClock } from '../system-clock.ts'
import { fakeChannel, memoryBlobs, memoryStorage } from '../testing/index.ts'

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')
const ada = { kind: 'person', id: 'ada' } as const
const request: OnceRequest = { key: 'click-1', request: 'create Support', actor: ada }

let now: Date
let inbox: Inbox
let acme: TenantInbox

beforeEach(() => {
  now = new Date('2026-11-02T09:00:00Z')
  const clock = { ...systemClock(), now: () => now }
  inbox = createInbox({
    storage: memoryStorage({ clock }),
    blobs: memoryBlobs(),
    encryption: { keys: [{ id: 'test', secret }] },
    channels: [fakeChannel()],
    clock,
  })
  acme = inbox.tenant('acme')
})

afterEach(() => inbox.close())

const create = async (tenant: TenantInbox): Promise<string> =>
  (await tenant.folders.create({ name: 'Support' })).id
const own = async () => (await acme.folders.list()).filter(({ system }) => !system)

it('does the work once for a key, and returns what it returned then', async () => {
  const first = await acme.once(request, create)
  expect(await acme.once(request, create)).toBe(first)
  expect(await own()).toMatchObject([{ id: first }])
})

it('does it once for many at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => acme.once(request, create)))
  expect(new Set(answers).size).toBe(1)
  expect(await own()).toHaveLength(1)
})

it('refuses a key that was used for another request', async () => {
  await acme.once(request, create)
  const other = acme.once({ ...request, request: 'create Sales' }, create)
  await expect(other).rejects.toMatchObject({ code: 'invalid-input', field: 'idempotencyKey' })
})

it.each(['', 'a b', 'é', 'x'.repeat(256)])('refuses %j as a key', async (key) => {
  const refused = acme.once({ ...request, key }, create)
  await expect(refused).rejects.toMatchObject({ code: 'invalid-input', field: 'idempotencyKey' })
})

it('keeps nothing of work that fails: neither what it did nor the key', async () => {
  const failing = acme.once(request, async (tenant) => {
    await create(tenant)
    throw new Error('too late')
  })
  await expect(failing).rejects.toThrow('too late')
  expect(await own()).toEqual([])
  await acme.once(request, create)
  expect(await own()).toHaveLength(1)
})

it('gives every person and every tenant keys of their own', async () => {
  const work = async () => 'done'
  await acme.once(request, work)
  const grace = { ...request, request: 'something else', actor: { kind: 'person', id: 'grace' } as const }
  expect(await acme.once(grace, async () => 'hers')).toBe('hers')
  expect(await inbox.tenant('globex').once({ ...request, request: 'else' }, async () => 'theirs')).toBe(
    'theirs',
  )
})

it('recognises a key for a day', async () => {
  await acme.once(request, async () => 'first')
  now = new Date('2026-11-03T09:00:00Z')
  expect(await acme.once(request, async () => 'second')).toBe('first')
  now = new Date('2026-11-03T09:00:01Z')
  expect(await acme.once(request, async () => 'second')).toBe('second')
})
