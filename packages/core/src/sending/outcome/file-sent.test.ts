import { describe, expect, it, onTestFinished } from 'vitest'
import { GuichetError } from '../../errors.ts'
import { recordOutcomes } from '../../intake/record-outcomes.ts'
import type { OutboundMessage } from '../../ports/outbound-message.ts'
import type { SentCopy } from '../../ports/sent-copies.ts'
import { fakeChannel } from '../../testing/fake-channel.ts'
import { type IntakeDesk, openIntakeDesk } from '../../testing/intake-desk.ts'
import { parsedMessage } from '../../testing/parsed-message.ts'
import { startWorker } from '../../worker.ts'

type File = (message: OutboundMessage, signal: AbortSignal) => Promise<SentCopy>

interface CopyDesk extends IntakeDesk {
  readonly calls: readonly Call[]
  readonly id: string
  state(): Promise<string | undefined>
}

interface Call {
  readonly message: OutboundMessage
  /** Since the answer was written. */
  readonly minutes: number
}

/** An answer that was written, and a worker; `file` is what the channel does, one for each call in turn. */
async function openCopyDesk(...file: readonly File[]): Promise<CopyDesk> {
  const calls: Call[] = []
  let start = 0
  const desk = await openIntakeDesk({
    ...fakeChannel(),
    fileSent: async (_, message, signal) => {
      calls.push({ message, minutes: (desk.clock.now().getTime() - start) / minuteMs })
      return (file[calls.length - 1] ?? filed)(message, signal)
    },
  })
  start = desk.clock.now().getTime()
  await desk.accept({ messages: [desk.received(parsedMessage({ sentAt: desk.clock.now() }))] })
  const [conversation] = await desk.conversations()
  const { id } = await desk.inbox.conversations.reply(conversation?.id ?? '', { text: 'Elle part demain.' })
  const worker = startWorker(
    { ...desk.ctx, tenant: () => desk.inbox, onMessage: null },
    { leaseMs: 10 * dayMs },
  )
  onTestFinished(() => worker.stop())
  return { ...desk, calls, id, state: async () => (await desk.inbox.messages.get(id)).delivery?.state }
}

const filed: File = async () => 'filed'
const failing =
  (error: Error): File =>
  () =>
    Promise.reject(error)
const away = new GuichetError('host-unreachable', 'imap.example.com fell silent', { retry: 'later' })
const refused = new GuichetError('authentication-failed', 'check the password', { retry: 'after-fix' })
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe('the copy of a sent message', () => {
  it('is what was sent, and is filed once, a moment after it was sent', async () => {
    const desk = await openCopyDesk()
    await desk.clock.advance(dayMs)
    expect(desk.calls.map(({ message }) => message)).toEqual(desk.channel.sent)
    expect(desk.calls[0]?.minutes).toBeGreaterThanOrEqual(1 / 3)
    expect(desk.calls[0]?.minutes).toBeLessThan(1)
  })

  it('is not filed of what was never sent', async () => {
    const desk = await openCopyDesk()
    desk.channel.failNextSends(new GuichetError('rejected', 'no such recipient (550 5.1.1)'))
    await desk.clock.advance(dayMs)
    expect(await desk.state()).toBe('failed')
    expect(desk.calls).toEqual([])
  })

  const doubtful = new GuichetError('outcome-unknown', 'silence', { outcome: 'unknown' })

  it('is filed as well of what its provider reports before the send has returned, or after nobody knew', async () => {
    const desk = await openCopyDesk()
    desk.channel.failNextSends(doubtful)
    await desk.clock.advance(minuteMs)
    const said = { state: 'accepted', kind: null, status: null, reason: '', at: desk.clock.now() } as const
    const about = { messageId: desk.id, providerId: null, recipient: 'claire@customer.example' }
    await desk.read((tx) => recordOutcomes(tx, desk.ctx, [{ ...said, ...about, callbackId: 'ses' }]))
    expect(await desk.state()).toBe('sent')
    await desk.clock.advance(dayMs)
    expect(desk.calls).toHaveLength(1)
  })

  it('is filed of what a person says was sent', async () => {
    const desk = await openCopyDesk()
    desk.channel.failNextSends(doubtful)
    await desk.clock.advance(minuteMs)
    await desk.inbox.messages.markSent(desk.id, { kind: 'person', id: 'ada' })
    await desk.clock.advance(dayMs)
    expect(desk.calls).toHaveLength(1)
  })

  it('is tried again with growing pauses when it fails, and the message stays sent', async () => {
    const desk = await openCopyDesk(failing(away), failing(new TypeError('a bug')), failing(away))
    await desk.clock.advance(dayMs)
    expect(await desk.state()).toBe('sent')
    const times = desk.calls.map(({ minutes }) => minutes)
    expect(times.length).toBe(4)
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
    expect(pauses[0]).toBeGreaterThanOrEqual(1)
  })

  it('is not tried again where that cannot help', async () => {
    const desk = await openCopyDesk(failing(new GuichetError('rejected', 'the message is too large')))
    await desk.clock.advance(4 * dayMs)
    expect(desk.calls.length).toBe(1)
  })

  it('is given up after three days, and a refused login is not hammered until then', async () => {
    const desk = await openCopyDesk(...Array.from({ length: 100 }, () => failing(refused)))
    await desk.clock.advance(6 * dayMs)
    expect(desk.calls.length).toBeLessThanOrEqual(37)
    expect(desk.calls.at(-1)?.minutes).toBeGreaterThan((2 * dayMs) / minuteMs)
    expect(desk.calls.at(-1)?.minutes).toBeLessThan((4 * dayMs) / minuteMs)
    expect(await desk.state()).toBe('sent')
  })

  it('is cut off when the channel never answers, and tried again', async () => {
    const silent: File = () => new Promise(() => undefined)
    const desk = await openCopyDesk(silent)
    await desk.clock.advance(dayMs)
    expect(desk.calls.length).toBe(2)
  })
})
