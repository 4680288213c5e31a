import { describe, expect, it } from 'vitest'
import { GuichetError } from './errors.ts'
import { createInbox } from './inbox.ts'
import type { Storage } from './ports/storage.ts'
import { fakeChannel, memoryBlobs, memoryStorage, parsedMessage, testClock } from './testing/index.ts'

const key = {
  id: 'test',
  secret: Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64'),
}

/** A storage that cannot be reached the first time each part of a worker asks for it. */
function awayAtFirst(storage: Storage): Storage {
  const asked = new Set<string>()
  const away = (part: string) => {
    if (asked.has(part)) return
    asked.add(part)
    throw new GuichetError('storage-failed', 'the database cannot be reached', { retry: 'later' })
  }
  return {
    ...storage,
    onCommit: async (callback) => {
      away('commits')
      return storage.onCommit(callback)
    },
    jobs: {
      ...storage.jobs,
      work: async (queue, options, handler) => {
        away(queue)
        return storage.jobs.work(queue, options, handler)
      },
    },
  }
}

describe('a worker', () => {
  it('that starts while the database is away begins to work when it is back', async () => {
    const clock = testClock()
    const channel = fakeChannel()
    const errors: string[] = []
    const heard: string[] = []
    const inbox = createInbox({
      ...{ storage: awayAtFirst(memoryStorage({ clock })), blobs: memoryBlobs(), clock, channels: [channel] },
      encryption: { keys: [key] },
      onMessage: async (message) => void heard.push(message.subject),
      log: { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) },
    })
    const acme = inbox.tenant('acme')
    const settings = { address: 'support@acme.example' }
    await acme.integrations.create({ type: 'fake', name: 'Support', settings, secrets: { password: 'x' } })
    channel.put(parsedMessage())
    inbox.start()
    await clock.advance(1_000)
    // The commits, and the queues that this host has work for.
    expect(errors).toHaveLength(6)
    for (let second = 0; second < 10 && heard.length === 0; second += 1) await clock.advance(1_000)
    expect(heard).toEqual(['Commande 12'])
    const closing = inbox.close()
    await clock.advance(5_000)
    await closing
  })
})
