import { beforeEach, describe, expect, it } from 'vitest'
import { createInbox } from '../inbox.ts'
import type { Inbox } from '../inbox-api.ts'
import type { Actor } from '../model/tenant.ts'
import { memoryBlobs, memoryStorage, type TestClock, testClock } from '../testing/index.ts'
import { type RenewableChannel, renewableChannel } from '../testing/renewable-channel.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}
const ada: Actor = { kind: 'person', id: 'ada' }
const eve: Actor = { kind: 'person', id: 'eve' }
const expired = { code: 'authentication-failed', problems: [{ key: 'sign-in-expired' }] }

let clock: TestClock
let channel: RenewableChannel
let inbox: Inbox

beforeEach(() => {
  clock = testClock()
  channel = renewableChannel(new Date('2026-12-01T00:00:00Z'))
  inbox = createInbox({
    ...{ storage: memoryStorage({ clock }), blobs: memoryBlobs(), clock, channels: [channel] },
    encryption: { keys: [key] },
  })
})

const input = {
  ...{ type: 'fake', provider: 'google', name: 'Support' },
  settings: { address: 'support@acme.example' },
}

async function begin(changes: { readonly integrationId?: string } = {}): Promise<string> {
  const { url } = await inbox.tenant('acme').integrations.beginSignIn({ ...input, ...changes }, ada)
  return new URL(url).searchParams.get('state') ?? ''
}

const back = (state: string, code = 'code') => ({
  url: `https://inbox.example/sign-in?code=${code}&state=${state}`,
})

describe('signing in', () => {
  it('connects the account after it has been logged into', async () => {
    const { integrations } = inbox.tenant('acme')
    const view = await integrations.finishSignIn(back(await begin()), ada)
    expect(view).toMatchObject({ name: 'Support', settings: input.settings })
    expect(JSON.stringify(view)).not.toContain('verifier')
    expect(channel.used).toEqual(['the verifier/code'])
    expect(await integrations.list()).toHaveLength(1)
  })

  it('connects an account again instead of a second time', async () => {
    const { integrations } = inbox.tenant('acme')
    const { id } = await integrations.finishSignIn(back(await begin()), ada)
    const again = await integrations.finishSignIn(back(await begin({ integrationId: id }), 'new'), ada)
    expect(again.id).toBe(id)
    expect(await integrations.list()).toHaveLength(1)
    await expect(begin({ integrationId: 'another' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is finished once, by the person who began it, in the tenant where it began, within 15 minutes', async () => {
    const { integrations } = inbox.tenant('acme')
    const used = await begin()
    await integrations.finishSignIn(back(used), ada)
    await expect(integrations.finishSignIn(back(used), ada)).rejects.toMatchObject(expired)
    await expect(integrations.finishSignIn(back(await begin()), eve)).rejects.toMatchObject(expired)
    const elsewhere = inbox.tenant('globex').integrations
    await expect(elsewhere.finishSignIn(back(await begin()), ada)).rejects.toMatchObject(expired)
    await expect(integrations.finishSignIn(back('made-up'), ada)).rejects.toMatchObject(expired)
    await expect(integrations.finishSignIn({ url: 'no url' }, ada)).rejects.toMatchObject(expired)
    const late = await begin()
    await clock.advance(15 * 60_000)
    await expect(integrations.finishSignIn(back(late), ada)).rejects.toMatchObject(expired)
    expect(channel.used).toHaveLength(1)
  })

  it('with a provider that the channel does not offer is refused', async () => {
    const { integrations } = inbox.tenant('acme')
    const beginning = integrations.beginSignIn({ ...input, provider: 'yahoo' }, ada)
    await expect(beginning).rejects.toMatchObject({ code: 'invalid-input', field: 'provider' })
  })
})
