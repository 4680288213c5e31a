import { describe, expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { Storage } from '../ports/storage.ts'
import { openCalledDesk } from '../testing/called-desk.ts'
import { memoryStorage, parsedText } from '../testing/index.ts'

const number = '+33644600000'
const hello = { messages: [parsedText({ externalId: 'text:1' })] }
const sms = { address: 'sms' }

/** Counts what is asked of a storage. */
function counting(
  storage: Storage,
): Storage & { readonly asked: { transactions: number; keeps: number; lookups: number } } {
  const asked = { transactions: 0, keeps: 0, lookups: 0 }
  return {
    ...storage,
    asked,
    transaction(tenant, work) {
      asked.transactions += 1
      return storage.transaction(tenant, work)
    },
    keepCallbacks(tenant, callbacks) {
      asked.keeps += 1
      return storage.keepCallbacks(tenant, callbacks)
    },
    directory: {
      byRoute(type, keys) {
        asked.lookups += 1
        return storage.directory.byRoute(type, keys)
      },
      byIntegration(id) {
        asked.lookups += 1
        return storage.directory.byIntegration(id)
      },
    },
  }
}

const codeOf = async (asked: Promise<unknown>) =>
  asked.then(
    (value) => value,
    (error: GuichetError) => `${error.code} ${error.retry}`,
  )

describe('a request of a provider', () => {
  it('is kept once for the number that was called, whoever else has which number', async () => {
    const { inbox, acme, connect, request, storage } = openCalledDesk()
    const other = inbox.tenant('other')
    await connect(other, '+33600000001')
    const { id } = await connect(acme, number)
    expect(await inbox.receiveWebhook(sms, request(hello, { to: number }))).toBe('kept')
    expect(await inbox.receiveWebhook(sms, request(hello, { to: number }))).toBe('known')
    const kept = await storage.transaction('acme', (tx) => tx.callbacks.pending(id, 10))
    expect(kept.length).toBe(1)
    expect((await acme.integrations.get(id)).webhook).toEqual({
      ...{ path: `/inbox/webhooks/custom/${id}`, sharedPath: '/inbox/webhooks/sms' },
      lastCallbackAt: kept[0]?.receivedAt,
    })
  })

  it('is kept at the integration’s own address as well, also while it is paused', async () => {
    const { inbox, acme, connect, request } = openCalledDesk()
    const { id } = await connect(acme, number)
    await acme.integrations.update(id, { paused: true })
    expect(await inbox.receiveWebhook({ integrationId: id }, request(hello))).toBe('kept')
  })

  it('with a known id and other content is a conflict, and what came first stays', async () => {
    const { inbox, acme, connect, request, warnings } = openCalledDesk()
    const { id } = await connect(acme, number)
    const target = { integrationId: id }
    await inbox.receiveWebhook(target, request(hello, { callbackId: 'a' }))
    const other = { messages: [parsedText({ text: 'autre' })] }
    expect(await inbox.receiveWebhook(target, request(other, { callbackId: 'a' }))).toBe('conflict')
    expect(warnings.map(({ fields }) => fields)).toEqual([{ integrationId: id }])
  })

  it.each([
    ['is unsigned', sms, { to: number, password: null }, 'signature-refused later'],
    ['is signed with another secret', sms, { to: number, password: 'wrong' }, 'signature-refused never'],
    ['is for a number that nobody has', sms, { to: '+33600000009' }, 'not-found later'],
    ['names no number', sms, {}, 'not-found later'],
    ['is for an id that nobody has', { integrationId: 'nobody' }, {}, 'not-found never'],
    ['is for an address that no channel has', { address: 'pigeon' }, {}, 'not-found later'],
  ])('that %s is refused, and nothing is kept', async (_, target, facts, expected) => {
    const { inbox, acme, connect, request } = openCalledDesk()
    const { id } = await connect(acme, number)
    expect(await codeOf(inbox.receiveWebhook(target, request(hello, facts)))).toBe(expected)
    expect((await acme.integrations.get(id)).webhook?.lastCallbackAt).toBe(null)
  })

  it('finds its tenant by its secret where two claim one number, the impostor first', async () => {
    const { inbox, acme, connect, request } = openCalledDesk()
    const impostor = await connect(inbox.tenant('impostor'), number, 'theirs')
    const { id } = await connect(acme, number)
    expect(await inbox.receiveWebhook(sms, request(hello, { to: number }))).toBe('kept')
    expect((await acme.integrations.get(id)).webhook?.lastCallbackAt).not.toBe(null)
    const { webhook } = await inbox.tenant('impostor').integrations.get(impostor.id)
    expect(webhook?.lastCallbackAt).toBe(null)
  })

  it('whose number moved to another integration goes there', async () => {
    const { inbox, acme, connect, request } = openCalledDesk()
    const { id } = await connect(acme, number)
    await inbox.receiveWebhook(sms, request(hello, { to: number }))
    await acme.integrations.remove(id)
    expect(await codeOf(inbox.receiveWebhook(sms, request(hello, { to: number })))).toBe('not-found later')
    await connect(acme, number)
    expect(await inbox.receiveWebhook(sms, request(hello, { to: number }))).toBe('kept')
  })
})

describe('what is remembered between requests', () => {
  it('spares the database all questions but the keeping, for ten seconds', async () => {
    const { inbox, acme, connect, request, storage, clock } = openCalledDesk({
      storage: (time) => counting(memoryStorage({ clock: time })),
    })
    const { asked } = storage as ReturnType<typeof counting>
    await connect(acme, number)
    await inbox.receiveWebhook(sms, request(hello, { to: number, callbackId: 'first' }))
    const before = { ...asked }
    await inbox.receiveWebhook(sms, request(hello, { to: number, callbackId: 'second' }))
    expect(asked).toEqual({ ...before, keeps: before.keeps + 1 })
    await clock.advance(10_001)
    await inbox.receiveWebhook(sms, request(hello, { to: number, callbackId: 'third' }))
    expect(asked.lookups).toBe(before.lookups + 1)
  })

  it('is given up for a secret that was rotated a moment ago', async () => {
    const { inbox, acme, connect, request } = openCalledDesk()
    const { id } = await connect(acme, number)
    const target = { integrationId: id }
    await inbox.receiveWebhook(target, request(hello, { callbackId: 'a' }))
    await acme.integrations.update(id, { secrets: { password: 'new' } })
    const signed = request(hello, { callbackId: 'b', password: 'new' })
    expect(await inbox.receiveWebhook(target, signed)).toBe('kept')
  })

  it('does not multiply by a flood of forged requests: neither questions nor lines of the log', async () => {
    const { inbox, acme, connect, request, storage, warnings, clock } = openCalledDesk({
      storage: (time) => counting(memoryStorage({ clock: time })),
    })
    const { asked } = storage as ReturnType<typeof counting>
    await connect(acme, number)
    const flood = (facts: object) =>
      Promise.all(Array.from({ length: 500 }, () => codeOf(inbox.receiveWebhook(sms, request(hello, facts)))))
    const forged = await flood({ to: number, password: 'wrong' })
    expect(new Set(forged)).toEqual(new Set(['signature-refused never']))
    await flood({ to: '+33600000009' })
    expect(asked.lookups).toBeLessThan(300)
    expect(warnings.map(({ message }) => message)).toEqual([
      'a webhook was refused',
      'a webhook came for nobody here',
    ])
    await clock.advance(60_001)
    await flood({ to: number, password: 'wrong' })
    expect(warnings.at(-1)?.fields.leftOut).toBe(499)
    expect(JSON.stringify(warnings)).not.toContain('wrong')
  })

  it('keeps fifty of the same at once as one, and fifty others in a few statements', async () => {
    const { inbox, acme, connect, request, storage } = openCalledDesk({
      storage: (time) => counting(memoryStorage({ clock: time })),
    })
    const { asked } = storage as ReturnType<typeof counting>
    await connect(acme, number)
    await inbox.receiveWebhook(sms, request(hello, { to: number, callbackId: 'warm' }))
    const before = asked.keeps
    const all = (callbackId: (index: number) => string) =>
      Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          inbox.receiveWebhook(sms, request(hello, { to: number, callbackId: callbackId(index) })),
        ),
      )
    expect((await all(() => 'same')).filter((outcome) => outcome === 'kept').length).toBe(1)
    expect(new Set(await all((index) => `id-${index}`))).toEqual(new Set(['kept']))
    expect(asked.keeps - before).toBeLessThanOrEqual(4)
  })
})

describe('a storage that is away', () => {
  it('is said to the sender, who repeats; nothing is answered that is not durable', async () => {
    let isAway = false
    const { inbox, acme, connect, request } = openCalledDesk({
      storage(clock) {
        const storage = memoryStorage({ clock })
        const keepCallbacks: Storage['keepCallbacks'] = (tenant, callbacks) => {
          if (isAway) throw new GuichetError('storage-failed', 'away', { retry: 'later' })
          return storage.keepCallbacks(tenant, callbacks)
        }
        return { ...storage, keepCallbacks }
      },
    })
    await connect(acme, number)
    isAway = true
    const asked = inbox.receiveWebhook(sms, request(hello, { to: number }))
    expect(await codeOf(asked)).toBe('storage-failed later')
    isAway = false
    expect(await inbox.receiveWebhook(sms, request(hello, { to: number }))).toBe('kept')
  })
})
