import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { GuichetError } from '../errors.ts'
import { courier } from '../outbound.ts'
import { type MailDesk, openMailDesk } from '../testing/mail-desk.ts'
import { memoryBlobs } from '../testing/memory-blobs.ts'
import { fallback } from './senders/fallback.ts'

const secondMs = 1000
const minuteMs = 60_000
const hourMs = 3_600_000

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk({ limits: { mailsPerMinute: 2, perIntegrationPerMinute: 1 } })
})
afterEach(() => desk.stop())

const unknown = () => new GuichetError('outcome-unknown', 'silence', { outcome: 'unknown' })
const busy = () => new GuichetError('throttled', 'busy', { retry: 'later' })
const revoked = () => new GuichetError('authentication-failed', 'the key was revoked', { retry: 'after-fix' })

it('what was certainly not sent is tried again under the same Message-ID', async () => {
  desk.sender.failNextSends(busy(), busy())
  const { id, mailId } = await desk.send()
  await desk.clock.advance(secondMs)
  expect((await desk.get(id)).delivery).toMatchObject({ state: 'ready', attempts: 1, error: 'busy' })
  await desk.clock.advance(hourMs)
  expect(desk.sender.sent.map(({ message }) => message.mailId)).toEqual([mailId])
  expect((await desk.get(id)).delivery).toMatchObject({ state: 'sent', attempts: 3, error: null })
})

it('the log says of a failure what kind it is, and nothing that a server or a program said', async () => {
  const warn = vi.spyOn(desk.ctx.log, 'warn')
  const refused = new GuichetError('rejected', 'ada@client.example?', {
    providerCode: '550 ada@client.example',
  })
  desk.sender.failNextSends(refused, new TypeError('ada@client.example is no function') as never)
  const mails = [await desk.send(), await desk.send()]
  await desk.clock.advance(secondMs)
  const failures = [{ code: 'rejected' }, { code: 'outcome-unknown', cause: 'TypeError' }]
  expect(warn.mock.calls.map(([, fields]) => fields)).toEqual(
    mails.map(({ id }, index) => ({ messageId: id, attempt: 1, ...failures[index] })),
  )
})

it('what may have been sent is never sent again by itself: a person decides', async () => {
  desk.sender.failNextSends(unknown())
  const { id } = await desk.send()
  await desk.clock.advance(secondMs)
  expect((await desk.get(id)).delivery.state).toBe('unknown')
  await desk.clock.advance(48 * hourMs)
  expect(desk.sender.sent).toEqual([])
  const { delivery } = await desk.get(id)
  expect(delivery).toMatchObject({
    state: 'unknown',
    error: expect.stringContaining('ask who was to get it'),
  })
  await expect(desk.inbox.mailer.resend(id, { kind: 'system' })).rejects.toMatchObject({ code: 'forbidden' })
  await desk.inbox.mailer.resend(id, desk.person)
  await desk.clock.advance(secondMs)
  expect(desk.sender.sent).toHaveLength(1)
  expect((await desk.get(id)).delivery.state).toBe('sent')
})

it('a person who saw it arrive says so', async () => {
  desk.sender.failNextSends(unknown())
  const { id } = await desk.send()
  await desk.clock.advance(secondMs)
  await expect(desk.inbox.mailer.markSent(id, { kind: 'system' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect((await desk.inbox.mailer.markSent(id, desk.person)).delivery.state).toBe('sent')
  await expect(desk.inbox.mailer.resend(id, desk.person)).rejects.toMatchObject({ code: 'conflict' })
})

it('a revoked key keeps mail, which tries again within the hour', async () => {
  desk.sender.failNextSends(revoked())
  const { id } = await desk.send()
  await desk.clock.advance(secondMs)
  expect((await desk.get(id)).delivery).toMatchObject({ state: 'ready', error: 'the key was revoked' })
  await desk.clock.advance(2 * hourMs)
  expect((await desk.get(id)).delivery.state).toBe('sent')
})

it('one recipient of several who was refused has bounced, and his address is marked', async () => {
  const refused = [{ address: 'gone@client.example', status: '5.1.1', reason: 'no such user' }]
  desk.sender.answerNextSend({ refused })
  const { id } = await desk.send({ to: 'ada@client.example', bcc: 'gone@client.example' })
  await desk.clock.advance(secondMs)
  expect(await desk.get(id)).toMatchObject({
    delivery: { state: 'sent' },
    arrivals: [{ recipient: 'gone@client.example', state: 'bounced', kind: 'hard' }],
  })
  expect((await desk.send({ to: 'gone@client.example' })).delivery.state).toBe('cancelled')
})

it('beyond the limit mail waits for the next minute; limits of mailboxes do not count', async () => {
  for (const subject of ['1', '2', '3']) await desk.send({ subject })
  await desk.clock.advance(secondMs)
  expect(desk.sender.sent).toHaveLength(2)
  await desk.clock.advance(minuteMs)
  expect(desk.sender.sent).toHaveLength(3)
})

it('mail waits where its sender was taken out of the configuration', async () => {
  const sendAt = new Date(desk.clock.now().getTime() + hourMs)
  const { id } = await desk.send({ sendAt })
  await desk.stop()
  const stop = await desk.storage.jobs.work('send', { concurrency: 1 }, courier(desk.ctx).carry)
  await desk.clock.advance(1.5 * hourMs)
  expect((await desk.get(id)).delivery).toMatchObject({
    state: 'ready',
    error: expect.stringContaining('senders'),
  })
  await stop()
})

it('a file that cannot be read now makes the mail wait, and it is not its sender that rests', async () => {
  await desk.stop()
  const { id } = await desk.send({ attachments: [{ name: 'facture.txt', content: Buffer.from('42 euros') }] })
  const { blobs } = desk.ctx
  let isAway = true
  const open = (key: string) => (isAway ? broken() : blobs.open(key))
  const sender = fallback([desk.sender], { failuresInARow: 1 })
  const worker = courier({ ...desk.ctx, sender, blobs: { ...blobs, open } })
  const job = { queue: 'send', tenant: 'acme', subject: id, attempt: 1 } as const
  const carry = () => worker.carry({ ...job, signal: new AbortController().signal })
  await carry()
  expect((await desk.get(id)).delivery).toMatchObject({
    ...{ state: 'ready', error: expect.stringContaining('could not be read') },
  })
  isAway = false
  await desk.clock.advance(2 * minuteMs)
  await carry()
  expect(desk.sender.sent).toMatchObject([{ files: ['42 euros'] }])
})

it('no more files are on their way at once than the memory has room for', async () => {
  const kept = memoryBlobs()
  const put: typeof kept.put = async (...given) =>
    (await kept.put(...given)).map((blob) => ({ ...blob, size: 25 * 1024 * 1024 }))
  const blobs = { ...kept, put }
  const large = await openMailDesk({ blobs })
  await large.stop()
  const attachments = [{ name: 'plan.txt', content: Buffer.from('as if it were large') }]
  const mails = await Promise.all(Array.from({ length: 5 }, () => large.send({ attachments })))
  let [now, most] = [0, 0]
  const send: typeof large.sender.send = async (...given) => {
    now += 1
    most = Math.max(most, now)
    await large.clock.sleep(secondMs)
    now -= 1
    return large.sender.send(...given)
  }
  const { carry } = courier({ ...large.ctx, blobs, sender: { ...large.sender, send } })
  const { signal } = new AbortController()
  const carried = mails.map(({ id: subject }) =>
    carry({ queue: 'send', tenant: 'acme', subject, attempt: 1, signal }),
  )
  await large.clock.advance(5 * secondMs)
  await Promise.all(carried)
  expect(most).toBe(4)
  expect(large.sender.sent).toHaveLength(5)
})

// biome-ignore lint/correctness/useYield: it never gets that far
async function* broken(): AsyncGenerator<Uint8Array> {
  throw new Error('EIO')
}
