import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GuichetError } from '../errors.ts'
import type { Message } from '../model/message.ts'
import { courier } from '../outbound.ts'
import type { Job } from '../ports/jobs.ts'
import type { OutboundMessage } from '../ports/outbound-message.ts'
import type { Storage } from '../ports/storage.ts'
import { type FakeChannel, fakeChannel } from '../testing/fake-channel.ts'
import { openSendingDesk, type SendingDesk } from '../testing/sending-desk.ts'
import type { SendingContext } from './sending-context.ts'

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

const faults = [
  'none',
  'none',
  'later',
  'refused',
  'no login',
  'silence before',
  'silence after',
  'dead before',
  'dead after',
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
  readonly copies: Map<string, number>
  /** How often a person asked for another copy, and was told yes. */
  readonly resent: Map<string, number>
}

/** A server that fails as it is told, one fault for each attempt, and lets whoever hands in die. */
function failing(
  copies: Map<string, number>,
  plan: readonly (typeof faults)[number][],
  kill: () => void,
): FakeChannel {
  const left = [...plan]
  const errors: Readonly<Record<string, GuichetError>> = {
    later: new GuichetError('rejected', 'busy', { retry: 'later' }),
    refused: new GuichetError('rejected', 'no such user'),
    'no login': new GuichetError('authentication-failed', 'refused', { retry: 'after-fix' }),
    silence: new GuichetError('outcome-unknown', 'silence', { outcome: 'unknown' }),
  }
  async function send({ mailId }: OutboundMessage) {
    const fault = left.shift() ?? 'none'
    if (fault.endsWith('after') || fault === 'none')
      copies.set(mailId ?? '', (copies.get(mailId ?? '') ?? 0) + 1)
    if (fault.startsWith('dead')) kill()
    const error = errors[fault.startsWith('silence') ? 'silence' : fault]
    if (error !== undefined) throw error
    return { providerId: null }
  }
  return { ...fakeChannel(), send: (_, message) => send(message) }
}

/** Workers of which each lives until it is killed. It writes nothing any more; its jobs are given to the next one. */
function mortals(ctx: SendingContext) {
  let life = born()
  function born() {
    const own = { isDead: false, running: 0, buried: Promise.withResolvers<void>() }
    const storage: Storage = {
      ...ctx.storage,
      async transaction(tenant, work) {
        if (own.isDead) throw new Error('killed')
        return ctx.storage.transaction(tenant, work)
      },
    }
    return { own, carry: courier({ ...ctx, storage }) }
  }
  return {
    kill: () => {
      life.own.isDead = true
    },
    async carry(job: Job): Promise<void> {
      while (life.own.isDead && life.own.running > 0) await life.own.buried.promise
      if (life.own.isDead) life = born()
      const { own, carry } = life
      own.running += 1
      await carry(job).finally(() => {
        own.running -= 1
        if (own.running === 0) own.buried.resolve()
      })
    },
  }
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
      fc.array(fc.constantFrom(...faults), { maxLength: 15 }),
      async (steps, plan) => {
        const copies = new Map<string, number>()
        const channel = failing(copies, plan, () => workers.kill())
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
