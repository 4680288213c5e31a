import { afterEach, expect, it } from 'vitest'
import { openSendingDesk, type SendingDesk } from '../../testing/sending-desk.ts'
import { limitsOf, sendLimitsSchema } from './send-limits.ts'

const secondMs = 1000
const minuteMs = 60_000

let desk: SendingDesk
afterEach(() => desk?.stop())

it('beyond a limit of a minute messages wait for the next one, say why, and all leave once', async () => {
  desk = await openSendingDesk({ perIntegrationPerMinute: 2 })
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1) ids.push((await desk.reply({ undoSeconds: 0 })).id)
  await desk.clock.advance(secondMs)
  expect(desk.channel.sent).toHaveLength(2)
  const waiting = await desk.inbox.messages.get(ids.at(-1) ?? '')
  expect(waiting.delivery).toMatchObject({ state: 'ready', attempts: 0, error: expect.stringContaining('2') })
  await desk.clock.advance(minuteMs)
  expect(desk.channel.sent).toHaveLength(4)
  await desk.clock.advance(10 * minuteMs)
  expect(new Set(desk.channel.sent.map(({ id }) => id))).toEqual(new Set(ids))
  expect(desk.channel.sent).toHaveLength(5)
})

it('an hour of a tenant is counted beside the minutes of its integrations', async () => {
  desk = await openSendingDesk({ perTenantPerHour: 3, perIntegrationPerMinute: null })
  for (let count = 0; count < 4; count += 1) await desk.reply({ undoSeconds: 0 })
  await desk.clock.advance(30 * minuteMs)
  expect(desk.channel.sent).toHaveLength(3)
  await desk.clock.advance(40 * minuteMs)
  expect(desk.channel.sent).toHaveLength(4)
})

it('counts nothing where the host wants no limit, and mail of the application apart from what integrations send', () => {
  const none = { perTenantPerHour: null, perIntegrationPerMinute: null, mailsPerMinute: null }
  expect(limitsOf(none, { integrationId: 'one' })).toEqual([])
  expect(limitsOf(none, { integrationId: null })).toEqual([])
  expect(limitsOf({}, { integrationId: null }).map(({ scope }) => scope)).toEqual(['mails', 'tenant'])
  expect(limitsOf({}, { integrationId: 'one' }).map(({ most }) => most)).toEqual([600, 20_000])
})

it.each([0, -1, 1.5, '10'])('refuses %s as a limit', (perTenantPerHour) => {
  expect(sendLimitsSchema.safeParse({ perTenantPerHour }).success).toBe(false)
})
