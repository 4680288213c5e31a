import fc from 'fast-check'
import { expect, it } from 'vitest'
import { recordOutcomes } from '../intake/record-outcomes.ts'
import type { Mail } from '../model/mail.ts'
import { type FailingSends, failingSends, mortals, sendFaults } from '../testing/failing-sends.ts'
import { type MailDesk, openMailDesk } from '../testing/mail-desk.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const addresses = ['ada@client.example', 'bob@client.example', 'eve@client.example']
const keys = ['one', 'two', 'three']

/** What somebody does, or what goes wrong, before the time passes that follows. */
const actions = [
  'nothing',
  'send',
  'sendOne',
  'plan',
  'cancel',
  'resend',
  'report',
  'bounce',
  'clear',
] as const

interface Step {
  readonly action: (typeof actions)[number]
  readonly which: number
  readonly waitMs: number
}

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...actions),
  which: fc.nat(20),
  waitMs: fc.constantFrom(0, 0, 1000, 2 * minuteMs, 20 * minuteMs, 60 * minuteMs),
})

interface Run {
  readonly desk: MailDesk
  readonly sends: FailingSends
  readonly ids: Set<string>
  /** The mail of each idempotency key. */
  readonly ofKey: Map<string, string>
  /** How often a person asked for another copy, and was told yes. */
  readonly resent: Map<string, number>
}

async function act(run: Run, { action, which }: Step): Promise<void> {
  const { desk, ids, ofKey, resent } = run
  const id = [...ids][which % Math.max(ids.size, 1)] ?? ''
  const address = addresses[which % addresses.length] ?? ''
  const key = keys[which % keys.length] ?? ''
  const { mailer, addresses: marks } = desk.inbox
  const answers: Readonly<Record<Exclude<Step['action'], 'nothing'>, () => Promise<unknown>>> = {
    send: async () => ids.add((await desk.send({ to: addresses })).id),
    async sendOne() {
      const mail = await desk.send({ to: address, subject: key, idempotencyKey: `${key}-${address}` })
      expect(ofKey.get(`${key}-${address}`) ?? mail.id).toBe(mail.id)
      ofKey.set(`${key}-${address}`, mail.id)
      ids.add(mail.id)
    },
    async plan() {
      const sendAt = new Date(desk.clock.now().getTime() + 30 * minuteMs)
      ids.add((await desk.send({ to: address, sendAt })).id)
    },
    cancel: () => mailer.cancel(id, desk.person),
    async resend() {
      await mailer.resend(id, desk.person)
      resent.set(id, (resent.get(id) ?? 0) + 1)
    },
    report: () => report(run, id, 'delivered'),
    bounce: () => report(run, id, 'bounced'),
    clear: () => marks.clearMarks(address, desk.person),
  }
  if (action === 'nothing') return
  // A click that comes too late is answered with a conflict, and changes nothing.
  await answers[action]().catch((error) => expect(error).toMatchObject({ code: /conflict|not-found/ }))
}

/** The provider speaks: only of what really left. */
async function report({ desk, sends }: Run, id: string, state: 'delivered' | 'bounced'): Promise<void> {
  const { mailId, to } = await desk.get(id)
  const recipient = to[0]?.address
  if (!sends.copies.has(mailId) || recipient === undefined) return
  const said = {
    messageId: id,
    providerId: null,
    recipient,
    state,
    status: null,
    reason: '',
    callbackId: 'fake',
  }
  const outcome = { ...said, kind: state === 'bounced' ? ('hard' as const) : null, at: desk.clock.now() }
  await desk.read((tx) => recordOutcomes(tx, { ...desk.ctx, integrationId: null }, [outcome]))
}

function judge({ sends, resent }: Run, { id, mailId, delivery, to, dropped }: Mail): void {
  const arrived = sends.copies.get(mailId) ?? 0
  const { state, error } = delivery
  expect(arrived, `${state} arrived ${arrived} times`).toBeLessThanOrEqual(1 + (resent.get(id) ?? 0))
  expect(state, 'lost: it waits for ever').not.toMatch(/ready|sending/)
  if (state === 'sent') expect(arrived).toBeGreaterThan(0)
  // What was taken back, failed or went to nobody left only where a person had it sent again after nobody knew.
  if (state === 'cancelled' || state === 'failed') expect(arrived === 0 || resent.has(id)).toBe(true)
  if (state === 'unknown') expect(error).toContain('mark it as sent')
  if (to.length === 0) expect([state, dropped.length > 0]).toEqual(['cancelled', true])
}

it('however clicks, deaths, reports and marks fall together, no mail is sent twice and none is lost', {
  timeout: 60_000,
}, async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 25 }),
      fc.array(fc.constantFrom(...sendFaults), { maxLength: 15 }),
      async (steps, plan) => {
        const sends = failingSends(plan, () => workers.kill())
        const desk = await openMailDesk()
        await desk.stop()
        const sender = { name: 'failing', send: sends.send }
        const workers = mortals({ ...desk.ctx, sender, limits: { mailsPerMinute: 2 } })
        const stop = await desk.storage.jobs.work('send', { concurrency: 4 }, workers.carry)
        const run: Run = { desk, sends, ids: new Set(), ofKey: new Map(), resent: new Map() }
        for (const one of steps) {
          await act(run, one)
          await desk.clock.advance(one.waitMs)
        }
        await desk.clock.advance(4 * dayMs)
        await stop()
        for (const id of run.ids) {
          const mail = await desk.get(id)
          judge(run, mail)
          seen.add(mail.to.length === 0 ? 'nobody' : mail.delivery.state)
        }
      },
    ),
    { numRuns: 300 },
  )
  // The property says something about every end that a mail can come to.
  expect([...seen].toSorted()).toEqual(['cancelled', 'failed', 'nobody', 'sent', 'unknown'])
})
