import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Message } from '../model/message.ts'
import { failingSends, mortals, sendFaults } from '../testing/failing-sends.ts'
import { type FakeChannel, fakeChannel } from '../testing/fake-channel.ts'
import { openSendingDesk, type SendingDesk } from '../testing/sending-desk.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** What somebody does, or what goes wrong, before the time passes that follows. */
const actions = [
  'nothing',
  'reply',
  'replyAtOnce',
  'plan',
  'cancel',
  'sendNow',
  'move',
  'resend',
  'report',
  'customer',
  'correct',
] as const

interface Step {
  readonly action: (typeof actions)[number]
  readonly which: number
  readonly waitMs: number
}

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...actions),
  which: fc.nat(20),
  waitMs: fc.constantFrom(0, 0, 1000, 11_000, 2 * minuteMs, 20 * minuteMs, 60 * minuteMs),
})

interface Run {
  readonly desk: SendingDesk
  readonly ids: string[]
  /** How often each Message-ID arrived. */
  readonly copies: ReadonlyMap<string, number>
  /** How often a person asked for another copy, and was told yes. */
  readonly resent: Map<string, number>
}

const inMs = ({ desk }: Run, ms: number) => new Date(desk.clock.now().getTime() + ms)

async function act(run: Run, { action, which }: Step): Promise<void> {
  const { desk, ids, resent } = run
  const id = ids[which % Math.max(ids.length, 1)] ?? ''
  const { messages, conversations, integrations } = desk.inbox
  const answers: Readonly<Record<Exclude<Step['action'], 'nothing'>, () => Promise<unknown>>> = {
    reply: async () => ids.push((await desk.reply()).id),
    replyAtOnce: async () => ids.push((await desk.reply({ undoSeconds: 0 })).id),
    plan: async () =>
      ids.push((await desk.reply({ sendAt: inMs(run, 30 * minuteMs), cancelIfAnswered: true })).id),
    cancel: () => conversations.cancelReply(id, desk.person),
    sendNow: () => messages.sendNow(id, desk.person),
    move: () => messages.reschedule(id, { sendAt: inMs(run, 45 * minuteMs) }, desk.person),
    resend: async () => {
      await messages.resend(id, desk.person)
      resent.set(id, (resent.get(id) ?? 0) + 1)
    },
    report: () => report(run, id),
    customer: () => desk.customerWrites(),
    correct: () => integrations.update(desk.integrationId, { secrets: { password: 'new' } }),
  }
  if (action === 'nothing') return
  // A click that comes too late is answered with a conflict, and changes nothing.
  await answers[action]().catch((error) => expect(error).toMatchObject({ code: /conflict|not-found/ }))
}

/** The copy among the sent mail is found: only of what really left. */
async function report({ desk, copies }: Run, id: string): Promise<void> {
  const { mailId } = await desk.inbox.messages.get(id)
  if (!copies.has(mailId ?? '')) return
  await desk.read((tx) => tx.outbox.confirm([{ messageId: id, providerId: null }]))
}

function judge({ copies, resent }: Run, { id, mailId, delivery }: Message): void {
  const arrived = copies.get(mailId ?? '') ?? 0
  const state = delivery?.state
  expect(arrived, `${state} arrived ${arrived} times`).toBeLessThanOrEqual(1 + (resent.get(id) ?? 0))
  expect(state, 'lost: it waits for ever').not.toMatch(/ready|sending/)
  if (state === 'sent') expect(arrived).toBeGreaterThan(0)
  // What was taken back, or failed, left only where a person had it sent again after nobody knew.
  if (state === 'cancelled' || state === 'failed') expect(arrived === 0 || resent.has(id)).toBe(true)
  if (state === 'unknown') expect(delivery?.error).toContain('mark it as sent')
}

it('however clicks, deaths and reports fall together, nothing is sent twice and nothing is lost', {
  timeout: 60_000,
}, async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 25 }),
      fc.array(fc.constantFrom(...sendFaults), { maxLength: 15 }),
      async (steps, plan) => {
        const { copies, send } = failingSends(plan, () => workers.kill())
        const channel: FakeChannel = { ...fakeChannel(), send: (_, message) => send(message) }
        const desk = await openSendingDesk({ perIntegrationPerMinute: 2 }, channel)
        await desk.stop()
        const workers = mortals({ ...desk.ctx, limits: { perIntegrationPerMinute: 2 } })
        const stop = await desk.storage.jobs.work('send', { concurrency: 4 }, workers.carry)
        const run: Run = { desk, ids: [], copies, resent: new Map() }
        for (const one of steps) {
          await act(run, one)
          await desk.clock.advance(one.waitMs)
        }
        await desk.clock.advance(4 * dayMs)
        await stop()
        for (const id of run.ids) {
          const message = await desk.inbox.messages.get(id)
          judge(run, message)
          const state = message.delivery?.state ?? ''
          seen.set(state, (seen.get(state) ?? 0) + 1)
        }
      },
    ),
    { numRuns: 300 },
  )
  // The property says something about every end that a message can come to.
  expect([...seen.keys()].toSorted()).toEqual(['cancelled', 'failed', 'sent', 'unknown'])
})
