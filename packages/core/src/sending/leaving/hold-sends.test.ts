import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { GuichetError, withProblems } from '../../errors.ts'
import { fakeChannel } from '../../testing/fake-channel.ts'
import { openSendingDesk, type SendingDesk } from '../../testing/sending-desk.ts'

const secondMs = 1000
const hourMs = 3_600_000

let desk: SendingDesk
beforeEach(async () => {
  desk = await openSendingDesk()
})
afterEach(() => desk.stop())

const refused = () =>
  withProblems(
    new GuichetError('authentication-failed', 'smtp.acme.example refused the password: correct it', {
      retry: 'after-fix',
    }),
    [{ key: 'password-refused', server: 'outgoing', field: 'secrets.password', facts: {} }],
  )

const integration = () => desk.inbox.integrations.get(desk.integrationId)

/** Two answers, of which the first one met a refused password; the second never got that far. */
async function twoHeld(): Promise<readonly string[]> {
  desk.channel.failNextSends(refused())
  const first = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(secondMs)
  const second = await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(secondMs)
  return [first.id, second.id]
}

it('a refused login keeps every message, without asking the server for each, and is said of the integration', async () => {
  await desk.news()
  const ids = await twoHeld()
  const messages = await Promise.all(ids.map((id) => desk.inbox.messages.get(id)))
  expect(messages.map(({ delivery }) => [delivery?.state, delivery?.attempts])).toEqual([
    ['ready', 1],
    ['ready', 0],
  ])
  expect(messages[1]?.delivery?.error).toContain('refused the password')
  expect(await integration()).toMatchObject({
    sendError: expect.stringContaining('refused the password'),
    sendWords: { fr: { what: expect.any(String) } },
    lastSyncError: null,
  })
  const held = (await desk.news()).filter(({ type }) => type === 'integration.changed')
  expect(held).toMatchObject([{ data: { sendsHeld: true } }])
})

it('a corrected password sends all of them once, and nothing is said to be wrong any more', async () => {
  const ids = await twoHeld()
  const corrected = await desk.inbox.integrations.update(desk.integrationId, {
    secrets: { password: 'new' },
  })
  expect(corrected).toMatchObject({ sendError: null, sendWords: null })
  await desk.clock.advance(secondMs)
  expect(desk.channel.sent).toHaveLength(2)
  expect(await Promise.all(ids.map(desk.stateOf))).toEqual(['sent', 'sent'])
  await desk.clock.advance(3 * hourMs)
  expect(desk.channel.sent).toHaveLength(2)
})

it('a pause that ends is a correction; another name is none', async () => {
  await twoHeld()
  await desk.inbox.integrations.update(desk.integrationId, { name: 'Accueil' })
  await desk.inbox.integrations.update(desk.integrationId, { paused: true })
  await desk.clock.advance(secondMs)
  expect(desk.channel.sent).toEqual([])
  await desk.inbox.integrations.update(desk.integrationId, { paused: false })
  await desk.clock.advance(secondMs)
  expect(desk.channel.sent).toHaveLength(2)
})

it('what was corrected elsewhere is noticed within the hour, and lets the others go', async () => {
  await twoHeld()
  await desk.clock.advance(1.5 * hourMs)
  expect(desk.channel.sent).toHaveLength(2)
  expect(await integration()).toMatchObject({ sendError: null, sendHeldUntil: null })
})

it('a message that is refused for good proves that the login works, and the others go at once', async () => {
  const ids = await twoHeld()
  desk.channel.failNextSends(new GuichetError('rejected', 'no such mailbox'))
  await desk.clock.advance(1.5 * hourMs)
  const states = await Promise.all(ids.map(desk.stateOf))
  expect(states.toSorted()).toEqual(['failed', 'sent'])
  expect(await integration()).toMatchObject({ sendError: null, sendHeldUntil: null })
})

it('many that wait ask the server with one login an hour, and not with one each', async () => {
  let logins = 0
  const busy = await openSendingDesk(undefined, {
    ...fakeChannel(),
    async send() {
      logins += 1
      await busy.clock.sleep(secondMs)
      throw refused()
    },
  })
  onTestFinished(() => busy.stop())
  for (let letter = 0; letter < 12; letter += 1) {
    await busy.reply({ undoSeconds: 0 })
    await busy.clock.advance(2 * secondMs)
  }
  expect(logins).toBe(1)
  await busy.clock.advance(2.75 * hourMs)
  expect(logins).toBe(3)
})

it('a server that keeps silent is left alone, so that others do not stand behind its messages', async () => {
  const silent = () =>
    new GuichetError('outcome-unknown', 'smtp.acme.example fell silent', { outcome: 'unknown' })
  desk.channel.failNextSends(silent(), silent(), silent())
  const ids: string[] = []
  for (let letter = 0; letter < 6; letter += 1) {
    ids.push((await desk.reply({ undoSeconds: 0 })).id)
    await desk.clock.advance(secondMs)
  }
  const states = () => Promise.all(ids.map(desk.stateOf))
  expect(await states()).toEqual(['unknown', 'unknown', 'unknown', 'ready', 'ready', 'ready'])
  expect(await integration()).toMatchObject({ sendError: 'smtp.acme.example fell silent' })
  await desk.clock.advance(70 * secondMs)
  expect(await states()).toEqual(['unknown', 'unknown', 'unknown', 'sent', 'sent', 'sent'])
  expect(await integration()).toMatchObject({ sendError: null, sendHeldUntil: null })
})

it('a message that was cancelled at the last moment is no answer of a silent server', async () => {
  const away = () =>
    new GuichetError('host-unreachable', 'smtp.acme.example could not be reached', { retry: 'later' })
  desk.channel.failNextSends(away(), away(), away())
  const tries = async () => {
    await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(secondMs)
  }
  await tries()
  await tries()
  const planned = { sendAt: new Date(desk.clock.now().getTime() + 2 * secondMs), cancelIfAnswered: true }
  const dropped = await desk.reply(planned)
  await desk.customerWrites()
  await desk.clock.advance(3 * secondMs)
  expect(await desk.stateOf(dropped.id)).toBe('cancelled')
  await tries()
  expect(await integration()).toMatchObject({ sendError: 'smtp.acme.example could not be reached' })
})

it('a server that answers now and then is not left alone', async () => {
  const away = () =>
    new GuichetError('host-unreachable', 'smtp.acme.example could not be reached', { retry: 'later' })
  const busy = () => new GuichetError('throttled', 'come again', { retry: 'later' })
  desk.channel.failNextSends(away(), away(), busy(), away(), away())
  for (let letter = 0; letter < 5; letter += 1) {
    await desk.reply({ undoSeconds: 0 })
    await desk.clock.advance(secondMs)
  }
  expect(await integration()).toMatchObject({ sendError: null })
})

it('a message for later keeps its time while a correction sends the others', async () => {
  await twoHeld()
  const later = await desk.reply({ sendAt: new Date(desk.clock.now().getTime() + 5 * hourMs) })
  await desk.inbox.integrations.update(desk.integrationId, { secrets: { password: 'new' } })
  await desk.clock.advance(hourMs)
  expect(desk.channel.sent).toHaveLength(2)
  expect(await desk.stateOf(later.id)).toBe('ready')
})

it('a message that was moved to a later time keeps that one as well, whatever became of the first', async () => {
  await twoHeld()
  const at = (hours: number) => new Date(desk.clock.now().getTime() + hours * hourMs)
  const later = await desk.reply({ sendAt: at(0.5) })
  await desk.inbox.messages.reschedule(later.id, { sendAt: at(5) }, desk.person)
  await desk.clock.advance(4 * hourMs)
  expect(desk.channel.sent).toHaveLength(2)
  await desk.clock.advance(2 * hourMs)
  expect(await desk.stateOf(later.id)).toBe('sent')
})

it('after two days all of them have failed, with the reason, after an attempt each hour', async () => {
  desk.channel.failNextSends(...Array.from({ length: 200 }, refused))
  const ids = [await desk.reply({ undoSeconds: 0 }), await desk.reply({ undoSeconds: 0 })].map(({ id }) => id)
  await desk.clock.advance(51 * hourMs)
  const messages = await Promise.all(ids.map((id) => desk.inbox.messages.get(id)))
  expect(messages.map(({ delivery }) => delivery?.state)).toEqual(['failed', 'failed'])
  const attempts = messages.reduce((sum, { delivery }) => sum + (delivery?.attempts ?? 0), 0)
  expect(attempts).toBeLessThan(2 * 51)
  expect(messages[0]?.delivery?.error).toContain('refused the password')
})
